import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const PREFIX = 'prk_';
const ID_BYTES = 16;
const SECRET_BYTES = 32;
const CHECKSUM_CHARACTERS = 6;
const CHECKSUMS = 36 ** CHECKSUM_CHARACTERS;
const KEY = /^prk_([A-Za-z0-9_-]{86})_([0-9a-z]{6})$/;
/** So many characters of a key are made of the two ids alone. */
const TELLING_CHARACTERS = 42;

interface NamedKey {
  readonly workspaceId: string;
  readonly keyId: string;
}

/** 256 random bits behind the ids of workspace and key, so that a look-up knows where to look. */
export function newApiKey({ workspaceId, keyId }: NamedKey): string {
  const body = Buffer.concat([bytesOf(workspaceId), bytesOf(keyId), randomBytes(SECRET_BYTES)]);
  const start = `${PREFIX}${body.toString('base64url')}`;
  return `${start}_${checksumOf(start)}`;
}

/** Null when it was mistyped or cut off: that is told without asking anybody. */
export function readApiKey(text: string): NamedKey | null {
  const [, body, checksum] = KEY.exec(text) ?? [];
  if (!body || checksumOf(`${PREFIX}${body}`) !== checksum) return null;
  const hex = Buffer.from(body, 'base64url').toString('hex');
  return { workspaceId: uuidOf(hex.slice(0, 32)), keyId: uuidOf(hex.slice(32, 64)) };
}

export function looksLikeApiKey(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** What is stored: the key is random, so a plain digest cannot be turned back by guessing. */
export function digestOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

/** How the key begins, for those who look for it in their configuration. Holds nothing of its secret. */
export function prefixOf({ workspaceId, keyId }: NamedKey): string {
  const ids = Buffer.concat([bytesOf(workspaceId), bytesOf(keyId)]);
  return `${PREFIX}${ids.toString('base64url').slice(0, TELLING_CHARACTERS)}`;
}

function checksumOf(text: string): string {
  return (crc32(text) % CHECKSUMS).toString(36).padStart(CHECKSUM_CHARACTERS, '0');
}

function bytesOf(id: string): Buffer {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  if (bytes.length !== ID_BYTES) throw new Error('An API key names its workspace and itself by UUIDs');
  return bytes;
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
