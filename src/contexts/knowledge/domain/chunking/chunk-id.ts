import { createHash } from 'node:crypto';

/** The same for the same place, whoever computes it: a hash of the document's version, ending in the ordinal. */
export function chunkIdOf(documentId: string, contentVersion: number, ordinal: number): string {
  const id = createHash('sha256').update(`${documentId} ${contentVersion}`).digest().subarray(0, 16);
  id[6] = (id[6]! & 0x0f) | 0x80;
  id[8] = (id[8]! & 0x3f) | 0x80;
  id.writeUInt32BE(ordinal, 12);
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
