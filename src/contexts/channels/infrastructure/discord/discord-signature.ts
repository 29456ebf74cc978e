import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Credentials, type ProviderRequest } from '../../domain/channel-adapter';
import { isFreshTimestamp } from '../fresh-timestamp';
import { oneValue } from '../one-value';

/** What comes before the 32 bytes of a raw Ed25519 key where it is written as SPKI. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const SIGNATURE = /^[0-9a-f]{128}$/i;
const PUBLIC_KEY = /^[0-9a-f]{64}$/i;

/** Null: Discord has signed it for one of these applications; else why not. */
export function discordRefusal(request: ProviderRequest, { publicKey = [] }: Credentials): string | null {
  const signature = oneValue(request, 'x-signature-ed25519') ?? '';
  const timestamp = oneValue(request, 'x-signature-timestamp') ?? '';
  if (!SIGNATURE.test(signature) || !timestamp) return 'It needs exactly one signature and one timestamp.';
  if (!isFreshTimestamp(timestamp, request.receivedAt)) return 'Its timestamp is not of now.';
  const signed = Buffer.concat([Buffer.from(timestamp), request.rawBody]);
  const isSigned = publicKey
    .flatMap((hex) => keyOf(hex))
    .some((key) => verify(null, signed, key, Buffer.from(signature, 'hex')));
  return isSigned ? null : 'Its signature is not that of the channel.';
}

/** None where the text is no key: then nothing is signed by it. */
function keyOf(hex: string): KeyObject[] {
  if (!PUBLIC_KEY.test(hex)) return [];
  const der = Buffer.concat([SPKI_HEAD, Buffer.from(hex, 'hex')]);
  return [createPublicKey({ key: der, format: 'der', type: 'spki' })];
}
