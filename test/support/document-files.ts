import { deflateSync } from 'node:zlib';
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { PDFDocument, PDFName, StandardFonts } from 'pdf-lib';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { type UploadedFile } from '../../src/contexts/knowledge/domain/parsing/document-parser';

export const CONTENT_TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';
const RELATIONS =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

export function fileOf(bytes: Uint8Array | string, name: string | null = null): UploadedFile {
  return { name, declaredType: null, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes };
}

export interface ZipPart {
  readonly content: string | Buffer;
  readonly mode?: number;
  readonly compress?: boolean;
  readonly compressionLevel?: number;
}

export function zipOf(parts: Readonly<Record<string, string | Buffer | ZipPart>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, part] of Object.entries(parts)) {
    const { content, ...options }: ZipPart =
      typeof part === 'string' || Buffer.isBuffer(part) ? { content: part } : part;
    zip.addBuffer(Buffer.from(content), name, { mtime: new Date(2_000, 0), ...options });
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** The least that is a DOCX, with any body and further parts. */
export function rawDocx(body: string, parts: Parameters<typeof zipOf>[0] = {}): Promise<Buffer> {
  return zipOf({
    '[Content_Types].xml': CONTENT_TYPES,
    '_rels/.rels': RELATIONS,
    'word/document.xml': wordXml(body),
    ...parts,
  });
}

export function wordXml(body: string, prologue = ''): string {
  return `<?xml version="1.0"?>${prologue}<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`;
}

export function wordParagraph(text: string): string {
  return `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

export function guideDocx(): Promise<Buffer> {
  const rows = [
    ['Country', 'Days'],
    ['France', '3'],
  ].map(
    (cells) =>
      new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) }),
  );
  const bullet = { bullet: { level: 0 } };
  return Packer.toBuffer(
    new Document({
      title: 'Delivery guide',
      creator: 'Ada Lovelace',
      keywords: 'delivery, returns',
      subject: 'Logistics',
      sections: [
        {
          children: [
            new Paragraph({ text: 'Delivery', heading: HeadingLevel.HEADING_1 }),
            new Paragraph('Orders are delivered within three days after they have been placed in the shop.'),
            new Paragraph({ text: 'Where to', heading: HeadingLevel.HEADING_2 }),
            new Paragraph({ text: 'by post', ...bullet }),
            new Paragraph({ text: 'by courier', ...bullet }),
            new Table({ rows }),
          ],
        },
      ],
    }),
  );
}

export interface PdfText {
  readonly text: string;
  readonly x?: number;
  readonly y: number;
  readonly size?: number;
}

/** One list of texts a page. */
export async function pdfOf(
  pages: readonly (readonly PdfText[])[],
  adjust: (pdf: PDFDocument) => void = () => undefined,
): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (const texts of pages) {
    const page = pdf.addPage([595, 842]);
    for (const { text, x = 50, y, size = 11 } of texts) page.drawText(text, { x, y, size, font });
  }
  adjust(pdf);
  return Buffer.from(await pdf.save({ useObjectStreams: false }));
}

export function linesFrom(top: number, texts: readonly string[], x = 50): PdfText[] {
  return texts.map((text, i) => ({ text, x, y: top - 14 * i }));
}

/** A PDF whose only content stream is this, packed. */
export async function pdfWithContent(content: Buffer): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([595, 842]);
  page.setFont(await pdf.embedFont(StandardFonts.Helvetica));
  page.drawText('x', { x: 50, y: 800, size: 11 });
  const stream = pdf.context.stream(deflateSync(content, { level: 1 }), { Filter: 'FlateDecode' });
  page.node.set(PDFName.of('Contents'), pdf.context.register(stream));
  return Buffer.from(await pdf.save({ useObjectStreams: false }));
}

/** The bytes of a text in an encoding that only decoders know: found by decoding all of its characters. */
export function encodeAs(label: string, text: string): Buffer {
  const decoder = new TextDecoder(label);
  const bytesOf = new Map<string, number[]>();
  for (let lead = 0xff; lead >= 0; lead--) {
    for (let trail = 0xff; trail >= 0x40; trail--) {
      const pair = decoder.decode(Uint8Array.of(lead, trail));
      if (pair.length === 1 && !bytesOf.has(pair)) bytesOf.set(pair, [lead, trail]);
    }
    const single = decoder.decode(Uint8Array.of(lead));
    if (single.length === 1 && single !== '\ufffd') bytesOf.set(single, [lead]);
  }
  return Buffer.from(Array.from(text).flatMap((char) => bytesOf.get(char) ?? []));
}
