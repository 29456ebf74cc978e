import { createHmac } from 'node:crypto';
import { type Credentials, type ProviderRequest } from '../../domain/channel-adapter';
import { areEqualSecrets } from '../equal-secrets';
import { oneValue } from '../one-value';

/** What Meta asks once, by GET, before it sends anything. Null: this is no such question. */
export function handshakeOf({ publicUrl, rawBody }: ProviderRequest): URLSearchParams | null {
  const { searchParams } = new URL(publicUrl);
  return rawBody.length === 0 && searchParams.get('hub.mode') === 'subscribe' ? searchParams : null;
}

/** Null: Meta has signed it with one of the app's secrets, or knows the word for the handshake; else why not. */
export function whatsappRefusal(request: ProviderRequest, credentials: Credentials): string | null {
  const { appSecret = [], verifyToken = [] } = credentials;
  const handshake = handshakeOf(request);
  if (handshake) {
    const given = handshake.getAll('hub.verify_token');
    const isKnown = given.length === 1 && verifyToken.some((token) => areEqualSecrets(token, given[0]!));
    return isKnown ? null : 'Its verify token is not that of the channel.';
  }
  const signature = oneValue(request, 'x-hub-signature-256');
  if (!signature) return 'It needs exactly one signature.';
  const isSigned = appSecret.some((secret) => {
    const mac = createHmac('sha256', secret).update(request.rawBody).digest('hex');
    return areEqualSecrets(signature, `sha256=${mac}`);
  });
  return isSigned ? null : 'Its signature is not that of the channel.';
}
