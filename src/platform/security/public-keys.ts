import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** As RFC 7517 writes it. */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

interface KeyPair {
  readonly id: string;
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
  readonly published: PublicKey;
}

export function keyPairOf(pem: string): KeyPair {
  const signing = createPrivateKey(pem);
  const verifying = createPublicKey(signing);
  const x = verifying.export({ format: 'jwk' }).x!;
  const id = thumbprintOf(x);
  const published = { kty: 'OKP', crv: 'Ed25519', x, kid: id, use: 'sig', alg: 'EdDSA' } as const;
  return { id, signing, verifying, published };
}

/** RFC 7638: the members that it needs, in the order of the alphabet. */
function thumbprintOf(x: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
}
