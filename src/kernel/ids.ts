import { randomFillSync } from 'node:crypto';

export abstract class Ids {
  abstract next(): string;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const POOL = Buffer.alloc(4096);
let used = POOL.length;
let lastMillisecond = 0;
let counter = 0;

/**
 * UUIDv7: 48 bits of time, then a 12-bit counter so that ids made by one process within
 * a millisecond keep their order, then 62 random bits.
 */
export function uuidv7(now: number = Date.now()): string {
  if (now > lastMillisecond) {
    lastMillisecond = now;
    counter = nextRandomByte();
  } else if (++counter > 0xfff) {
    lastMillisecond++;
    counter = 0;
  }
  const time = lastMillisecond.toString(16).padStart(12, '0');
  const order = counter.toString(16).padStart(3, '0');
  let random = '';
  for (let i = 0; i < 8; i++) random += HEX[i === 0 ? (nextRandomByte() & 0x3f) | 0x80 : nextRandomByte()];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${random.slice(0, 4)}-${random.slice(4)}`;
}

function nextRandomByte(): number {
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  return POOL.readUInt8(used++);
}

export class TimeOrderedIds extends Ids {
  next(): string {
    return uuidv7();
  }
}
