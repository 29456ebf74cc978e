import { types } from 'node:util';
import { maskText } from './mask-text';

const REDACTED = '[redacted]';
const DEEPEST = 6;
const MOST_ITEMS = 100;
const SECRET_NAMES = new Set([
  'authorization',
  'cookie',
  'setcookie',
  'xapikey',
  'xadminkey',
  'credentials',
  'jwt',
  'totp',
  'recoverycodes',
]);
const SECRET_ENDINGS = ['password', 'secret', 'token', 'apikey', 'adminkey', 'privatekey'];

/** A copy that may be logged: secrets by their name, personal data by its look, at any depth. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (depth >= DEEPEST) return '[deep]';
  if (types.isNativeError(value)) return describeError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => redact(item, depth + 1));
  return redactFields(value, depth);
}

function redactFields(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    copy[name] = isSecret(name) && item !== null && item !== undefined ? REDACTED : redact(item, depth + 1);
  }
  return copy;
}

/** Not its other fields: database errors carry whole rows, HTTP clients whole requests. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: maskText(error.message),
    stack: maskText(error.stack ?? ''),
    ...(typeof code === 'string' && { code }),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}

function isSecret(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_]/g, '');
  return SECRET_NAMES.has(plain) || SECRET_ENDINGS.some((ending) => plain.endsWith(ending));
}
