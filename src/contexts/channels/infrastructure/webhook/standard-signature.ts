import { createHmac } from 'node:crypto';
import { type ProviderRequest } from '../../domain/channel-adapter';
import { isOneOf } from '../../domain/same-secret';

const TOLERANCE_SECONDS = 300;
const SECRET = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/;

/** Of a secret as Standard Webhooks writes it; null for anything else. */
export function keyOf(secret: string): Buffer | null {
  const [, base64] = SECRET.exec(secret) ?? [];
  return base64 ? Buffer.from(base64, 'base64') : null;
}

/** What speaks against the signature of a request, by the rules of Standard Webhooks; null: nothing does. */
export function standardRefusal(
  { headers, rawBody, receivedAt }: ProviderRequest,
  secrets: readonly string[],
): string | null {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => {
    const values = headers[name] ?? [];
    return values.length === 1 ? values[0] : undefined;
  });
  if (!id || !timestamp || !signatures) return 'There is not exactly one of each header.';
  if (!/^\d{1,12}$/.test(timestamp)) return 'The timestamp is no number of seconds.';
  const age = Math.abs(receivedAt.getTime() / 1_000 - Number(timestamp));
  if (age > TOLERANCE_SECONDS) return 'The timestamp is too far away.';
  const expected = secrets
    .flatMap((secret) => keyOf(secret) ?? [])
    .map((key) => signed(key, id, timestamp, rawBody));
  const isSigned = signatures
    .split(' ')
    .map((signature) => isOneOf(signature, expected))
    .includes(true);
  return isSigned ? null : 'No signature is right.';
}

function signed(key: Buffer, id: string, timestamp: string, body: Buffer): string {
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
  return `v1,${mac.digest('base64')}`;
}
