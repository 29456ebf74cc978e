import { getDocumentProxy } from 'unpdf';
import { findBytes } from '../../../domain/parsing/byte-search';
import { damagedDocument, encryptedDocument } from '../../../domain/parsing/parsing-errors';

export type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
export type PdfPage = Awaited<ReturnType<Pdf['getPage']>>;

/** Readers look for the end of the file here, and so do writers of updates. */
const END_WITHIN = 4_096;
/** Nothing is loaded from elsewhere, nothing drawn, nothing compiled. */
const OPTIONS = {
  disableFontFace: true,
  useSystemFonts: false,
  useWorkerFetch: false,
  useWasm: false,
  isEvalSupported: false,
  enableXfa: false,
  verbosity: 0,
};

export async function openPdf(bytes: Uint8Array): Promise<Pdf> {
  // pdf.js mends what it can, and would answer the first half of a file as if it were the whole.
  if (findBytes(bytes, 'startxref', bytes.length - END_WITHIN, bytes.length) < 0) throw damagedDocument();
  try {
    // It takes the buffer away from whoever hands it over.
    return await getDocumentProxy(Uint8Array.from(bytes), OPTIONS);
  } catch (error) {
    throw error instanceof Error && error.name === 'PasswordException' ? encryptedDocument() : error;
  }
}
