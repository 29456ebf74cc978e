import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type VariableReader } from './reader';

const BLOCK = /-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----/g;

/** From the variable itself, where `\n` may stand for the end of a line, or from the file that another names. */
export function readPrivateKeys(read: VariableReader): string[] {
  const file = read.optional('JWT_PRIVATE_KEY_FILE');
  const given = read.optional('JWT_PRIVATE_KEY')?.replaceAll('\\n', '\n') ?? null;
  if (file && given) read.problems.push('Set JWT_PRIVATE_KEY or JWT_PRIVATE_KEY_FILE, not both.');
  const name = given ? 'JWT_PRIVATE_KEY' : 'JWT_PRIVATE_KEY_FILE';
  const text = given ?? (file && contentOf(file, read));
  if (!text) return [];
  const keys: string[] = text.match(BLOCK) ?? [];
  if (keys.length > 0 && keys.every(isEd25519)) return keys;
  read.problems.push(
    `${name} must hold Ed25519 private keys in PEM; \`openssl genpkey -algorithm ed25519\` makes one.`,
  );
  return [];
}

function contentOf(file: string, read: VariableReader): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    read.problems.push(`JWT_PRIVATE_KEY_FILE cannot be read: ${(error as Error).message}`);
    return null;
  }
}

function isEd25519(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
