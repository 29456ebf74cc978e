import { documentOf } from '../bench/corpus';

/** One document of a run, and how it is handed in. */
export interface HandedIn {
  readonly title: string;
  /** A word that stands in this document only. */
  readonly marker: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly fileName: string | null;
  /** It has no text: it fails, whatever else happens. */
  readonly isHopeless: boolean;
}

const FILE_EVERY = 3;
const PARAGRAPHS = /(?<=\. )(?=The )/;

/** For one workspace: texts, files that a parser has to read, and one without a word in it. */
export function documentsFrom(first: number, count: number): HandedIn[] {
  const documents = Array.from({ length: count }, (_, i) =>
    i % FILE_EVERY === 1 ? pageOf(first + i) : textOf(first + i),
  );
  return [
    ...documents,
    { ...textOf(first + count), content: ' \n ', fileName: 'empty.txt', isHopeless: true },
  ];
}

function textOf(number: number): HandedIn {
  const { title, content } = documentOf(number);
  return { title, content, marker: markerIn(title), fileName: null, isHopeless: false };
}

function pageOf(number: number): HandedIn {
  const { title, content } = documentOf(number);
  const body = content.split(PARAGRAPHS).map((sentence) => `<p>${sentence}</p>`);
  const page = `<!doctype html><html lang="en"><body><h1>${title}</h1>${body.join('\n')}</body></html>`;
  return { title, content: page, marker: markerIn(title), fileName: `${number}.html`, isHopeless: false };
}

const markerIn = (title: string): string => title.split(' ').at(-1)!;
