import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Runtime } from '../runtime';
import { keyPairOf, type PublicKey } from './public-keys';

interface TokenKey {
  /** Names the key in tokens; tells nothing about it. */
  readonly id: string;
  /** KeyObjects: with strings, every signature would prepare the key anew. */
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
}

/**
 * The server's secrets, the present one first, and keys derived from them so that no two purposes share
 * one. The present one makes; the former ones only let what they made be read to its end.
 */
@Injectable()
export class SigningKeys {
  /** Of the tokens, all of one family: a key that is published must not be taken for a shared secret. */
  readonly algorithm: 'HS256' | 'EdDSA';
  readonly tokens: readonly TokenKey[];
  /** What others may verify our tokens with; none where a secret signs them. */
  readonly published: readonly PublicKey[];
  readonly csrf: readonly KeyObject[];
  readonly seals: readonly Buffer[];
  readonly derived: readonly Buffer[];
  readonly boxes: readonly { readonly id: Buffer; readonly key: Buffer }[];

  constructor({ jwtSecret, formerJwtSecrets, settings }: Runtime) {
    const secrets = [jwtSecret, ...formerJwtSecrets].map((secret) => Buffer.from(secret));
    const pairs = settings.auth.privateKeys.map(keyPairOf);
    this.algorithm = pairs.length > 0 ? 'EdDSA' : 'HS256';
    this.tokens = pairs.length > 0 ? pairs : secrets.map(secretTokenKey);
    this.published = pairs.map(({ published }) => published);
    this.csrf = secrets.map((secret) => createSecretKey(derive(secret, 'csrf')));
    this.seals = secrets.map((secret) => derive(secret, 'sealed ids'));
    this.derived = secrets.map((secret) => derive(secret, 'derived secrets'));
    this.boxes = secrets.map((secret) => ({
      id: derive(secret, 'box key id').subarray(0, 8),
      key: derive(secret, 'box'),
    }));
  }
}

function secretTokenKey(secret: Buffer): TokenKey {
  const key = createSecretKey(secret);
  const id = derive(secret, 'token key id').toString('base64url').slice(0, 10);
  return { id, signing: key, verifying: key };
}

function derive(secret: Buffer, purpose: string): Buffer {
  return createHmac('sha256', secret).update(`parley ${purpose}`).digest();
}
