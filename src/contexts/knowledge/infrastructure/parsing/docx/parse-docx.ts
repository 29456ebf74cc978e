import { convertToHtml, images } from 'mammoth';
import { type ParsedDocument } from '../../../domain/parsing/document-parser';
import { readableText } from '../html/parse-html';
import { readDom } from '../html/read-dom';
import { parsedDocument } from '../text/parsed-document';
import { Archive } from './archive';
import { coreProperties } from './core-properties';

const PROPERTIES = 'docProps/core.xml';
const STYLES = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"];

export async function parseDocx(bytes: Uint8Array): Promise<ParsedDocument> {
  const archive = await Archive.open(bytes);
  const properties = archive.exists(PROPERTIES)
    ? coreProperties((await archive.read(PROPERTIES)).toString('utf8'))
    : {};
  const html = await htmlOf(archive);
  return parsedDocument({ format: 'docx', content: readableText(readDom(html)), properties });
}

/**
 * Macros are entries that nobody asks for. Pictures are never unpacked, nothing outside of the file is loaded, and the
 * rules of style that a file may bring along do not apply.
 */
async function htmlOf(archive: Archive): Promise<string> {
  const { value } = await convertToHtml(mammothInput(archive), {
    styleMap: STYLES,
    includeEmbeddedStyleMap: false,
    convertImage: images.imgElement(() => Promise.resolve({ src: '' })),
  });
  return value;
}

/** Undocumented, but mammoth's own: instead of a buffer it takes what can read the entries, and so has to count. */
function mammothInput(archive: Archive): { buffer: Buffer } {
  const file = {
    exists: (name: string) => archive.exists(name),
    read: async (name: string, encoding?: string) => {
      const bytes = await archive.read(name);
      return encoding ? new TextDecoder(encoding).decode(bytes) : bytes;
    },
  };
  return { file } as unknown as { buffer: Buffer };
}
