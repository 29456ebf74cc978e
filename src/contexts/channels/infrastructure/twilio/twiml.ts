import { type ProviderAnswer } from '../../domain/channel-adapter';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** What may not stand in XML at all, however it is written. */
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export const escapedXml = (text: string): string =>
  text.replace(NO_XML, '').replace(/[&<>"']/g, (character) => ENTITIES[character]!);

type Attributes = Readonly<Record<string, string>>;

/** `inner` is XML already. */
export function twimlVerb(name: string, attributes: Attributes = {}, inner = ''): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapedXml(value)}"`);
  return `<${name}${given.join('')}${inner ? `>${inner}</${name}>` : '/>'}`;
}

export const twiml = (...verbs: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.join('')}</Response>`;

export const twimlAnswer = (...verbs: readonly string[]): ProviderAnswer => ({
  status: 200,
  contentType: 'text/xml; charset=utf-8',
  body: twiml(...verbs),
});
