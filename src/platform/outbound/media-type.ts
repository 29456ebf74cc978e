import { outboundWrongType } from './outbound-errors';

interface MediaType {
  readonly contentType: string | null;
  readonly charset: string | null;
}

export function mediaTypeOf(header: string | undefined): MediaType {
  const [type = '', ...parameters] = (header ?? '').toLowerCase().split(';');
  const charset = /^\s*charset="?([^"\s]+)/.exec(parameters.find((one) => /^\s*charset=/.test(one)) ?? '');
  return { contentType: type.trim() || null, charset: charset?.[1] ?? null };
}

/** `accepts` names types, such as `text/html`, and families of them, such as `image/*`. */
export function requireType(contentType: string | null, accepts: readonly string[]): void {
  const family = contentType?.replace(/\/.*/, '/*') ?? null;
  if (accepts.some((type) => type === contentType || type === family)) return;
  throw outboundWrongType(`The answer is ${contentType ?? 'of no stated type'}, which is not taken here.`);
}
