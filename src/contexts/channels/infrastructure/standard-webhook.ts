import { createHmac } from 'node:crypto';
import { type ProviderRequest } from '../domain/channel-adapter';
import { areEqualSecrets } from './equal-secrets';
import { isFreshTimestamp } from './fresh-timestamp';
import { oneValue } from './one-value';

const SHORTEST_KEY_BYTES = 24;
const SECRET = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/;
/** Each is one HMAC over the whole body: a header with thousands of them would be work for nothing. */
const MOST_SIGNATURES = 10;

/** As Standard Webhooks describes it. Null: one of these secrets has signed the request; else why not. */
export function standardWebhookRefusal(request: ProviderRequest, secrets: readonly string[]): string | null {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    oneValue(request, name),
  );
  if (!id || !timestamp || !signatures) return 'It needs exactly one id, timestamp and signature.';
  if (!isFreshTimestamp(timestamp, request.receivedAt)) return 'Its timestamp is not of now.';
  const given = signatures.split(' ', MOST_SIGNATURES);
  const head = `${id}.${timestamp}.`;
  const isSigned = secrets.some((secret) => {
    const expected = signatureOf(head, request.rawBody, secret);
    return expected !== null && given.some((signature) => areEqualSecrets(signature, expected));
  });
  return isSigned ? null : 'Its signature is not that of the channel.';
}

/** Of a secret as Standard Webhooks writes it; null: it is none, or too short to be one. */
export function keyOf(secret: string): Buffer | null {
  const key = Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64');
  return key.length < SHORTEST_KEY_BYTES ? null : key;
}

function signatureOf(head: string, rawBody: Buffer, secret: string): string | null {
  const key = keyOf(secret);
  return key && `v1,${createHmac('sha256', key).update(head).update(rawBody).digest('base64')}`;
}
