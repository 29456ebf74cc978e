import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

/** JSON Web Tokens of one algorithm, by hand: the reference server does nothing that it need not. */
export interface Claims {
  sub: string;
  workspace: string;
  exp: number;
}

export const keyOf = (secret: string): KeyObject => createSecretKey(Buffer.from(secret));

export function signToken(claims: Claims, key: KeyObject): string {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${hmac(signed, key).toString('base64url')}`;
}

export function verifyToken(header: string | undefined, key: KeyObject): Claims | undefined {
  const token = header?.startsWith('Bearer ') ? header.slice(7) : '';
  const [head, payload, signature] = token.split('.');
  if (!head || !payload || !signature) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = hmac(`${head}.${payload}`, key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  if ((decode(head) as { alg: string }).alg !== 'HS256') return undefined;
  const claims = decode(payload) as Claims;
  return claims.exp * 1000 > Date.now() ? claims : undefined;
}

const hmac = (text: string, key: KeyObject): Buffer => createHmac('sha256', key).update(text).digest();
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());
