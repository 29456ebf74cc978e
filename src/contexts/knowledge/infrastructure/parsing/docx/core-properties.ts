import { type RawProperties } from '../text/found-properties';

const LONGEST = 65_536;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,10}));/gi;
const LAST_CODE_POINT = 0x10ffff;

/**
 * Reads `docProps/core.xml`: a flat list of elements. An XML parser would know entities and DTDs, which nothing here
 * needs; an entity of the file's own stays as it is written.
 */
export function coreProperties(xml: string): RawProperties {
  const head = xml.slice(0, LONGEST);
  const textOf = (name: string): string | undefined => {
    const found = new RegExp(`<(?:\\w{1,20}:)?${name}(?:\\s[^<>]*)?>([^<]*)</`).exec(head)?.[1];
    return found === undefined ? undefined : withoutReferences(found);
  };
  return {
    title: textOf('title'),
    author: textOf('creator'),
    language: textOf('language'),
    createdAt: textOf('created'),
    modifiedAt: textOf('modified'),
    categories: [textOf('category'), textOf('subject')],
    keywords: [textOf('keywords')],
  };
}

function withoutReferences(text: string): string {
  return text.replace(REFERENCE, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : Number(decimal);
    return code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : '';
  });
}
