import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { type HandedIn } from './handed-in';

/** A file that is made to hurt whoever reads it, and what it may be refused for. */
export interface Bomb extends HandedIn {
  readonly refusedAs: readonly string[];
}

const MEGABYTE = 1_000_000;
const RELATIONS =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';

export async function makeBombs(): Promise<Bomb[]> {
  return [
    bomb('huge.docx', await hugeDocx(300), ['archive_ratio', 'archive_too_large']),
    bomb('inflating.pdf', inflatingPdf(150), ['parser_out_of_memory', 'parser_timeout', 'document_too_long']),
    bomb('deep.html', deepHtml(100_000), ['markup_too_deep']),
    bomb('slipping.docx', await slippingDocx(), ['damaged_document', 'unsupported_format']),
  ];
}

function bomb(fileName: string, content: HandedIn['content'], refusedAs: readonly string[]): Bomb {
  return { title: `Bomb ${fileName}`, marker: fileName, content, fileName, isHopeless: true, refusedAs };
}

/** Packed, it is a thousandth of its size. */
function hugeDocx(megabytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const block = Buffer.alloc(MEGABYTE, '<w:p><w:r><w:t>boom</w:t></w:r></w:p>');
  const blocks = Array.from({ length: megabytes }, () => block);
  return packed((zip) => zip.addReadStream(Readable.from(blocks), 'word/document.xml'));
}

/** Its text would lie outside of wherever it is unpacked. */
async function slippingDocx(): Promise<Uint8Array<ArrayBuffer>> {
  const harmless = 'aa/aa/aa/word/document.xml';
  const bytes = Buffer.from(await packed((zip) => zip.addBuffer(Buffer.from('<w:document/>'), harmless)));
  // No writer of archives agrees to write such a name; it has the same length.
  const slipping = harmless.replaceAll('aa/', '../');
  for (let at = bytes.indexOf(harmless); at >= 0; at = bytes.indexOf(harmless)) bytes.write(slipping, at);
  return new Uint8Array(bytes);
}

async function packed(add: (zip: ZipFile) => void): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(TYPES), '[Content_Types].xml');
  zip.addBuffer(Buffer.from(RELATIONS), '_rels/.rels');
  add(zip);
  zip.end();
  return new Uint8Array(await buffer(zip.outputStream));
}

/** One page, whose drawing instructions unpack to so many megabytes. Readers find its objects without a table. */
function inflatingPdf(megabytes: number): Uint8Array<ArrayBuffer> {
  const drawing = deflateSync(Buffer.alloc(megabytes * MEGABYTE, 'BT /F 9 Tf (boom) Tj ET\n'), { level: 1 });
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(
        '%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n' +
          '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n' +
          '3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R' +
          '/Resources<</Font<</F 5 0 R>>>>>>\nendobj\n' +
          '5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n' +
          `4 0 obj\n<</Filter/FlateDecode/Length ${drawing.length}>>\nstream\n`,
      ),
      drawing,
      Buffer.from('\nendstream\nendobj\ntrailer\n<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n'),
    ]),
  );
}

function deepHtml(levels: number): string {
  return `<!doctype html><html><body>${'<div>'.repeat(levels)}boom${'</div>'.repeat(levels)}</body></html>`;
}
