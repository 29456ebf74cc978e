import fc from 'fast-check';
import {
  guideDocx,
  linesFrom,
  pdfOf,
  pdfWithContent,
  rawDocx,
  wordParagraph,
  wordXml,
} from './document-files';

interface Edit {
  readonly kind: 'flip' | 'overwrite' | 'remove' | 'repeat' | 'insert';
  /** Where, as a share of the file. */
  readonly at: number;
  readonly length: number;
  readonly byte: number;
  readonly word: string;
}

export interface MutatedFile {
  readonly seed: string;
  readonly edits: readonly Edit[];
}

interface Seed {
  readonly bytes: Buffer;
  /** Puts what was broken inside of something whole. */
  readonly wrap?: (bytes: Buffer) => Promise<Buffer>;
}

const WORDS = [
  '<<',
  '>>',
  'endobj',
  'stream',
  '/Count 99999999',
  '-1',
  '4294967296',
  '<w:p>',
  '</w:tbl>',
  '<table>',
  '&#x0;',
];
const SEED_NAMES = ['pdf', 'pdf-content', 'docx', 'docx-xml', 'html'] as const;

const edits = fc.array(
  fc.record({
    kind: fc.constantFrom<Edit['kind'][]>('flip', 'overwrite', 'remove', 'repeat', 'insert'),
    // Doubles would nearly all be next to nothing: there are that many small ones.
    at: fc.integer({ min: 0, max: 9_999 }).map((at) => at / 10_000),
    length: fc.integer({ min: 1, max: 64 }),
    byte: fc.integer({ min: 1, max: 255 }),
    word: fc.constantFrom(...WORDS),
  }),
  { minLength: 1, maxLength: 12 },
);

/** A good file and what is done to it. */
export const mutatedFile: fc.Arbitrary<MutatedFile> = fc.record({
  seed: fc.constantFrom(...SEED_NAMES),
  edits,
});

export async function goodFiles(): Promise<ReadonlyMap<string, Seed>> {
  const lines = linesFrom(780, [
    'Orders are delivered within three days, and every deliv-',
    'ery can be followed.',
  ]);
  const body = `${wordParagraph('Words')}<w:tbl><w:tr><w:tc>${wordParagraph('Cell')}</w:tc></w:tr></w:tbl>`;
  const seeds: Record<(typeof SEED_NAMES)[number], Seed> = {
    pdf: { bytes: await pdfOf([lines, [{ text: 'Delivery', y: 780, size: 24 }, ...lines]]) },
    'pdf-content': {
      bytes: Buffer.from(
        'BT /F1 11 Tf 1 0 0 1 50 700 Tm (Words) Tj 0 -14 Td [(more) -300 (words)] TJ ET q 1 0 0 1 0 0 cm Q',
      ),
      wrap: pdfWithContent,
    },
    docx: { bytes: await guideDocx() },
    'docx-xml': {
      bytes: Buffer.from(wordXml(body)),
      wrap: (xml) => rawDocx('', { 'word/document.xml': xml }),
    },
    html: {
      bytes: Buffer.from(
        `<!doctype html><html lang="en"><head><title>T</title></head><body>${'<h1>A</h1><p>b <b>c</b></p><table><tr><th>d</th></tr><tr><td>e</td></tr></table><ul><li>f</li></ul>'.repeat(5)}</body></html>`,
      ),
    },
  };
  return new Map(Object.entries(seeds));
}

export async function bytesOf(
  { seed, edits: done }: MutatedFile,
  files: ReadonlyMap<string, Seed>,
): Promise<Buffer> {
  const good = files.get(seed);
  if (!good) throw new Error(`There is no good file ${seed}`);
  const bytes = done.reduce(applyEdit, good.bytes);
  return good.wrap ? good.wrap(bytes) : bytes;
}

function applyEdit(bytes: Buffer, { kind, at, length, byte, word }: Edit): Buffer {
  const from = Math.floor(at * bytes.length);
  const [before, part, after] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  switch (kind) {
    case 'flip':
      return Buffer.concat([before, part.subarray(0, 1).map((old) => old ^ byte), part.subarray(1), after]);
    case 'overwrite':
      return Buffer.concat([before, Buffer.alloc(part.length, byte), after]);
    case 'remove':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, part, part, part, after]);
    case 'insert':
      return Buffer.concat([before, Buffer.from(word), part, after]);
  }
}
