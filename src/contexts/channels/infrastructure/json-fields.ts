import { DomainError } from '../../../kernel/domain-error';

export type Fields = Readonly<Record<string, unknown>>;

/** What a provider has signed may still be nonsense, and asking it again brings the same nonsense. */
export function fieldsOfJson(rawBody: Buffer): Fields {
  try {
    return fieldsOf(JSON.parse(rawBody.toString('utf8')));
  } catch {
    throw new DomainError({
      kind: 'invalid',
      code: 'channel_event_not_understood',
      detail: 'The body is not JSON.',
    });
  }
}

/** Of anything but an object there are none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Without what PostgreSQL does not store. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\u0000', '') : '';
}
