import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SigningKeys } from './signing-keys';

const ID_BYTES = 16;
const MAC_BYTES = 32;

/**
 * One-time secrets that are stored nowhere: the id of a row with a MAC over it. Whoever can read the
 * database, a queue or the log cannot make one; the row says whether it is still good.
 */
@Injectable()
export class SealedIds {
  constructor(private readonly keys: SigningKeys) {}

  /** `purpose` keeps an invitation from being used as a password reset. */
  seal(purpose: string, id: string): string {
    const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
    return `pls_${Buffer.concat([bytes, macOf(this.keys.seals[0]!, purpose, bytes)]).toString('base64url')}`;
  }

  /** Null when the secret is not one of ours, or was made for something else. */
  open(purpose: string, secret: string): string | null {
    const sealed = Buffer.from(secret.replace(/^pls_/, ''), 'base64url');
    if (!secret.startsWith('pls_') || sealed.length !== ID_BYTES + MAC_BYTES) return null;
    const [id, mac] = [sealed.subarray(0, ID_BYTES), sealed.subarray(ID_BYTES)];
    const fits = this.keys.seals.some((key) => timingSafeEqual(macOf(key, purpose, id), mac));
    return fits ? uuidOf(id.toString('hex')) : null;
  }
}

function macOf(key: Buffer, purpose: string, id: Buffer): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n`).update(id).digest();
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
