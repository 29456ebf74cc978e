import {
  archiveTooLarge,
  damagedDocument,
  encryptedDocument,
  suspiciousRatio,
  tooManyEntries,
} from './parsing-errors';
import {
  BYTES_OF_ANY_RATIO,
  HIGHEST_RATIO,
  MOST_ARCHIVE_BYTES,
  MOST_ARCHIVE_ENTRIES,
} from './parsing-limits';
import { readZipDirectory, type ZipEntry } from './zip-directory';

/** What an archive says about itself, refused where it says too much. Nothing is unpacked for this. */
export function entriesWithinLimits(bytes: Uint8Array): readonly ZipEntry[] {
  const entries = readZipDirectory(bytes, MOST_ARCHIVE_ENTRIES + 1);
  if (!entries) throw damagedDocument();
  if (entries.length > MOST_ARCHIVE_ENTRIES) throw tooManyEntries();
  if (entries.some(({ isEncrypted }) => isEncrypted)) throw encryptedDocument();
  const unpacked = entries.reduce((sum, { declaredBytes }) => sum + declaredBytes, 0);
  refuseExcess(unpacked, bytes.length);
  return entries;
}

/** For declared and for counted bytes alike. */
export function refuseExcess(unpackedBytes: number, packedBytes: number): void {
  const isRatioExtreme = unpackedBytes > packedBytes * HIGHEST_RATIO;
  if (unpackedBytes > BYTES_OF_ANY_RATIO && isRatioExtreme) throw suspiciousRatio();
  if (unpackedBytes > MOST_ARCHIVE_BYTES) throw archiveTooLarge();
}
