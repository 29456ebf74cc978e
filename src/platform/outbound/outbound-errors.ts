import { DomainError } from '../../kernel/domain-error';

/** Says which rule was broken, never what lies behind the address. */
export const outboundRefused = (rule: string) =>
  new DomainError({
    kind: 'unprocessable',
    code: 'outbound_refused',
    detail: `This address cannot be called: ${rule}.`,
  });

/** Nothing was said to the server yet. */
export const outboundUnreachable = (detail = 'The server cannot be reached.') =>
  new DomainError({ kind: 'unavailable', code: 'outbound_unreachable', detail });

/** What the server made of what it had heard until then, nobody knows. */
export const outboundBrokenOff = () =>
  new DomainError({ kind: 'unavailable', code: 'outbound_broken_off', detail: 'The server broke off.' });

export const outboundTimeout = () =>
  new DomainError({
    kind: 'unavailable',
    code: 'outbound_timeout',
    detail: 'The server did not answer in time.',
  });

export const outboundTooLarge = () =>
  new DomainError({
    kind: 'unprocessable',
    code: 'outbound_too_large',
    detail: 'The answer is larger than is taken.',
  });

export const outboundWrongType = (detail: string) =>
  new DomainError({ kind: 'unprocessable', code: 'outbound_wrong_type', detail });

const UNCONNECTED = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EAI_AGAIN',
]);
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH/;

/** What Node says of sockets, names and certificates; its words may tell addresses, so only codes are looked at. */
export function toOutboundError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const { code = '' } = Object(error) as { code?: string };
  if (code === 'HPE_HEADER_OVERFLOW') return outboundTooLarge();
  if (code === 'ETIMEDOUT' || code === 'ETIMEOUT') return outboundTimeout();
  if (code === 'ENOTFOUND' || code === 'ENODATA')
    return outboundUnreachable('Nobody knows a server of this name.');
  if (CERTIFICATE.test(code))
    return outboundUnreachable('The server has no certificate that can be trusted for this name.');
  return UNCONNECTED.has(code) ? outboundUnreachable() : outboundBrokenOff();
}
