import { createHash, createHmac } from 'node:crypto';
import { type Credentials, type ProviderRequest } from '../../domain/channel-adapter';
import { areEqualSecrets } from '../equal-secrets';
import { oneValue } from '../one-value';
import { isForm, twilioForm } from './twilio-form';

const USUAL_PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443' };
const ADDRESS = /^(https?):\/\/([^/?#:]+)(:\d+)?(.*)$/s;

/**
 * Null: Twilio has signed it with one of the channel's tokens; else why not. The scheme has no time: what comes
 * again is known by its message.
 */
export function twilioRefusal(request: ProviderRequest, { authToken = [] }: Credentials): string | null {
  const signature = oneValue(request, 'x-twilio-signature');
  if (!signature) return 'It needs exactly one signature.';
  const hash = new URL(request.publicUrl).searchParams.get('bodySHA256');
  if (hash !== null && !areEqualSecrets(hash, hashOf(request.rawBody)))
    return 'Its body is not the one signed.';
  const isFormSigned = hash === null && isForm(request);
  if (hash === null && !isFormSigned && request.rawBody.length > 0) return 'Nothing has signed its body.';
  const parameters = isFormSigned ? sortedParameters(twilioForm(request)) : '';
  const isSigned = authToken.some((token) =>
    spellingsOf(request.publicUrl).some((url) => {
      const mac = createHmac('sha1', token).update(`${url}${parameters}`).digest('base64');
      return areEqualSecrets(signature, mac);
    }),
  );
  return isSigned ? null : 'Its signature is not that of the channel.';
}

const hashOf = (body: Buffer) => createHash('sha256').update(body).digest('hex');

/** Each name with each of its values, both in order; the same value twice is once. */
function sortedParameters(form: URLSearchParams): string {
  const names = [...new Set(form.keys())].sort();
  return names
    .flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => `${name}${value}`))
    .join('');
}

/** Twilio signs an address with its port or without, depending on the product. Another port is another address. */
function spellingsOf(url: string): readonly string[] {
  const [, scheme, host, port, rest] = ADDRESS.exec(url) ?? [];
  if (!scheme) return [url];
  return [url, `${scheme}://${host}${port ? '' : USUAL_PORTS[scheme]}${rest}`];
}
