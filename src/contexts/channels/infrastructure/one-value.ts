import { type ProviderRequest } from '../domain/channel-adapter';

/** Of a header that came exactly once. Sent twice, nobody can say which of the two was meant. */
export function oneValue({ headers }: ProviderRequest, name: string): string | null {
  const values = headers[name] ?? [];
  return values.length === 1 ? values[0]! : null;
}
