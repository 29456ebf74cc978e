import { type ProviderRequest } from '../../domain/channel-adapter';
import { fieldsOfJson, textOf } from '../json-fields';
import { oneValue } from '../one-value';

const FORM = /^application\/x-www-form-urlencoded(?:\s*;|$)/i;

export const isForm = (request: ProviderRequest): boolean =>
  FORM.test(oneValue(request, 'content-type') ?? '');

export const twilioForm = ({ rawBody }: ProviderRequest): URLSearchParams =>
  new URLSearchParams(rawBody.toString('utf8'));

/** What Twilio says, in whichever of its two forms: by name, nothing where it is missing. */
export function twilioFields(request: ProviderRequest): (name: string) => string {
  if (isForm(request)) {
    const form = twilioForm(request);
    return (name) => textOf(form.get(name)).trim();
  }
  if (request.rawBody.length === 0) return () => '';
  const fields = fieldsOfJson(request.rawBody);
  return (name) => textOf(fields[name]).trim();
}
