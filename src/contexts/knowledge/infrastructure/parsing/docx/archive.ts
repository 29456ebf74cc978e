import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { entriesWithinLimits, refuseExcess } from '../../../domain/parsing/archive-rules';
import { damagedDocument } from '../../../domain/parsing/parsing-errors';

/** The files of a ZIP, unpacked one by one, in memory, and counted. What they are called is a key, never a path. */
export class Archive {
  private unpackedBytes = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly packedBytes: number,
  ) {}

  static async open(bytes: Uint8Array): Promise<Archive> {
    entriesWithinLimits(bytes);
    const zip = await openZip(bytes);
    return new Archive(zip, await entriesOf(zip), bytes.length);
  }

  exists(name: string): boolean {
    return this.entries.has(name);
  }

  /** Refuses in the middle of a file that is larger than it says, or larger than archives may be. */
  async read(name: string): Promise<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw damagedDocument();
    const chunks: Buffer[] = [];
    for await (const chunk of await this.streamOf(entry)) {
      this.unpackedBytes += (chunk as Buffer).length;
      refuseExcess(this.unpackedBytes, this.packedBytes);
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
  }

  private streamOf(entry: Entry): Promise<NodeJS.ReadableStream> {
    return new Promise((resolve, reject) =>
      this.zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
    );
  }
}

function openZip(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((resolve, reject) =>
    fromBuffer(buffer, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    ),
  );
}

/** Also refuses names that lead out of the archive. */
function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}
