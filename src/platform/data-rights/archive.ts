import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

export interface ArchiveFile {
  readonly name: string;
  /** Each as JSON text. */
  rows(): AsyncGenerator<string>;
}

interface Listed {
  readonly name: string;
  readonly rows: number;
  readonly sha256: string;
}

/**
 * A ZIP of JSON files, made while it is read: of each file one page is in memory at a time. The
 * manifest comes last, when all is counted.
 */
export function createArchive(
  files: readonly ArchiveFile[],
  about: Readonly<Record<string, unknown>>,
): Readable {
  const zip = new ZipFile();
  const listed: Listed[] = [];
  // Nobody listens to a file that fails but the archive's own reader.
  const output = zip.outputStream as Readable;
  const add = (name: string, text: () => AsyncGenerator<string>) =>
    zip.addReadStreamLazy(name, (use) => {
      const stream = Readable.from(text(), { objectMode: false });
      stream.once('error', (error) => output.destroy(error));
      use(null, stream);
    });
  for (const file of files) add(file.name, () => listedArray(file, listed));
  // eslint-disable-next-line @typescript-eslint/require-await -- the archive reads every file the same way
  add('manifest.json', async function* () {
    yield `${JSON.stringify({ ...about, files: listed }, null, 2)}\n`;
  });
  zip.end();
  return output;
}

async function* listedArray(file: ArchiveFile, listed: Listed[]): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const text of jsonArray(file.rows(), () => rows++)) {
    hash.update(text);
    yield text;
  }
  listed.push({ name: file.name, rows, sha256: hash.digest('hex') });
}

async function* jsonArray(rows: AsyncGenerator<string>, countOne: () => void): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    yield `${before}${row}`;
    before = ',\n';
    countOne();
  }
  yield before === ',\n' ? '\n]\n' : '[]\n';
}
