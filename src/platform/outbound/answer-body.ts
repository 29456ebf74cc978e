import { type IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { type BrotliDecompress, createBrotliDecompress, createUnzip, type Unzip } from 'node:zlib';
import { outboundTooLarge, outboundWrongType } from './outbound-errors';

/** Text shrinks to a tenth; what has shrunk to less than a hundredth was made to burst. */
const MOST_RATIO = 100;
const RATIO_COUNTS_FROM = 256 * 1024;

interface BodyLimit {
  readonly bytes: number;
  readonly beyondLimit: 'refuse' | 'cut';
}

/** Counts what comes out of the decoder, chunk by chunk: what a header says of the length is only a promise. */
export async function readBody(
  response: IncomingMessage,
  { bytes, beyondLimit }: BodyLimit,
): Promise<Buffer> {
  const decoder = decoderOf(response);
  if (!decoder && beyondLimit === 'refuse' && Number(response.headers['content-length']) > bytes)
    throw outboundTooLarge();
  // The callback hears of the same failures as the loop below.
  const body: Readable = decoder ? pipeline(response, decoder, () => undefined) : response;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const room = bytes - size;
    size += chunk.length;
    chunks.push(chunk.subarray(0, room));
    if (size > bytes && beyondLimit === 'cut') break;
    if (size > bytes || (decoder && isBursting(size, decoder.bytesWritten))) throw outboundTooLarge();
  }
  return Buffer.concat(chunks);
}

function isBursting(size: number, encoded: number): boolean {
  return size > RATIO_COUNTS_FROM && size > encoded * MOST_RATIO;
}

/** One coding at most: a chain of them is how bombs are nested. */
function decoderOf({ headers }: IncomingMessage): Unzip | BrotliDecompress | null {
  switch (headers['content-encoding']?.trim().toLowerCase() ?? 'identity') {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return createUnzip();
    case 'br':
      return createBrotliDecompress();
    default:
      throw outboundWrongType('The answer is compressed in a way that is not understood.');
  }
}
