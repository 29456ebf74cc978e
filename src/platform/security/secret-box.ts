import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SigningKeys } from './signing-keys';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_BYTES = 8;

/**
 * Secrets that must be read again, such as a second factor's or a channel's, are encrypted at rest.
 * `owner` (a workspace or person) is bound in: a box moved to another row does not open.
 */
@Injectable()
export class SecretBox {
  constructor(private readonly keys: SigningKeys) {}

  close(plain: string, owner: string): Buffer {
    const { id, key } = this.keys.boxes[0]!;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([id, nonce, cipher.getAuthTag(), sealed]);
  }

  open(box: Buffer, owner: string): string {
    const keyId = box.subarray(0, KEY_ID_BYTES);
    const known = this.keys.boxes.find(({ id }) => id.equals(keyId));
    if (!known) throw new Error('This secret was encrypted under a key that is not configured any more');
    const nonceEnd = KEY_ID_BYTES + NONCE_BYTES;
    const decipher = createDecipheriv(CIPHER, known.key, box.subarray(KEY_ID_BYTES, nonceEnd))
      .setAAD(Buffer.from(owner))
      .setAuthTag(box.subarray(nonceEnd, nonceEnd + TAG_BYTES));
    return Buffer.concat([decipher.update(box.subarray(nonceEnd + TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
  }
}
