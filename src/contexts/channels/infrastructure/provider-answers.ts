import { type ProviderAnswer } from '../domain/channel-adapter';

/** Nothing is left to say. */
export const THANKS: ProviderAnswer = { status: 200, contentType: null, body: '' };

export const jsonAnswer = (body: object): ProviderAnswer => ({
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(body),
});

export const textAnswer = (body: string): ProviderAnswer => ({
  status: 200,
  contentType: 'text/plain; charset=utf-8',
  body,
});
