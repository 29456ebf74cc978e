import { type ParsedDocument } from '../../../domain/parsing/document-parser';
import { documentTooLong, tooManyPages } from '../../../domain/parsing/parsing-errors';
import { MOST_CHARACTERS, MOST_PAGES } from '../../../domain/parsing/parsing-limits';
import { cleanText } from '../text/clean-text';
import { parsedDocument } from '../text/parsed-document';
import { openPdf, type Pdf, type PdfPage } from './open-pdf';
import { pageMarkdown } from './page-markdown';
import { pdfProperties } from './pdf-properties';
import { linesOf, type PdfLine, type Piece } from './pdf-line';
import { inReadingOrder } from './reading-order';
import { withoutRunningLines } from './running-lines';
import { typeSizesOf } from './type-sizes';

const PAGE_BREAK = '\n\n';

export async function parsePdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const pdf = await openPdf(bytes);
  try {
    if (pdf.numPages > MOST_PAGES) throw tooManyPages();
    const { info } = await pdf.getMetadata();
    const pages = await linesOfPages(pdf);
    return await parsedDocument({
      format: 'pdf',
      ...joinPages(pages),
      properties: pdfProperties(info as Record<string, unknown>, pdf.numPages),
    });
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function linesOfPages(pdf: Pdf): Promise<(readonly PdfLine[])[]> {
  const pages: (readonly PdfLine[])[] = [];
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const lines = linesOf(await piecesOf(page));
    characters += lines.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > MOST_CHARACTERS) throw documentTooLong();
    pages.push(inReadingOrder(lines));
    page.cleanup();
  }
  return pages;
}

async function piecesOf(page: PdfPage): Promise<Piece[]> {
  const { items } = await page.getTextContent();
  return items
    .filter((item) => 'str' in item)
    .map(({ str, transform, width }) => {
      const [, , c, d, x, y] = transform as number[];
      return { text: cleanText(str), x: x ?? 0, y: y ?? 0, width, size: Math.hypot(c ?? 0, d ?? 0) };
    });
}

function joinPages(pages: readonly (readonly PdfLine[])[]): { content: string; pageStarts: number[] } {
  const trimmed = withoutRunningLines(pages);
  const sizes = typeSizesOf(trimmed);
  const pageStarts: number[] = [];
  let content = '';
  for (const page of trimmed) {
    const text = pageMarkdown(page, sizes);
    if (content !== '' && text !== '') content += PAGE_BREAK;
    pageStarts.push(content.length);
    content += text;
  }
  return { content, pageStarts };
}
