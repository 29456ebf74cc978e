import { findBytes, startsWith } from './byte-search';

const END_RECORD = 'PK\x05\x06';
const END_RECORD_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY = 'PK\x01\x02';
const ENTRY_BYTES = 46;
const ENCRYPTED_FLAG = 1;

export interface ZipEntry {
  readonly name: string;
  readonly packedBytes: number;
  /** As the archive says; whoever unpacks must count. */
  readonly declaredBytes: number;
  readonly isEncrypted: boolean;
}

/** The table of contents at the end of a ZIP, up to `most` entries; null where it is missing or broken. */
export function readZipDirectory(bytes: Uint8Array, most: number): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(bytes);
  if (end < 0) return null;
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  while (entries.length < Math.min(count, most)) {
    if (at + ENTRY_BYTES > end || !startsWith(bytes, ENTRY, at)) return null;
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength)),
      packedBytes: view.getUint32(at + 20, true),
      declaredBytes: view.getUint32(at + 24, true),
      isEncrypted: (view.getUint16(at + 8, true) & ENCRYPTED_FLAG) !== 0,
    });
    at += ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The last one: a comment may hold the same bytes, but nothing stands behind it. */
function endRecord(bytes: Uint8Array): number {
  const first = Math.max(0, bytes.length - END_RECORD_BYTES - LONGEST_COMMENT);
  let last = -1;
  for (let at = first; (at = findBytes(bytes, END_RECORD, at, bytes.length)) >= 0; at++) {
    if (at + END_RECORD_BYTES <= bytes.length) last = at;
  }
  return last;
}
