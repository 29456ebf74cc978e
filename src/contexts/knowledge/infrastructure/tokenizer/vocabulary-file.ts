import { readFileSync } from 'node:fs';
import { TokenVocabulary } from './token-vocabulary';

const SPACE = 0x20;
const LINE_BREAK = 0x0a;

/** One token a line, in Base64, with its rank; the ranks count up from 0. */
export function readVocabulary(path: string): TokenVocabulary {
  const file = readFileSync(path);
  const bytes = Buffer.alloc(file.length);
  const ends: number[] = [];
  let size = 0;
  for (let at = 0; at < file.length;) {
    const space = file.indexOf(SPACE, at);
    size += bytes.write(file.toString('latin1', at, space), size, 'base64');
    ends.push(size);
    at = file.indexOf(LINE_BREAK, space) + 1 || file.length;
  }
  return new TokenVocabulary(Uint8Array.from(bytes.subarray(0, size)), Uint32Array.from(ends));
}
