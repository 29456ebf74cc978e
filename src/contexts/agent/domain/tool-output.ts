import { wholeCharacters } from './whole-characters';

const MOST_BYTES = 32 * 1024;
const DEEPEST = 32;
/** Keys and tokens by how they look: whatever a server answers, none of them belongs into a model's sight. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\b(?:prk|sk|pk|rk|ghp|gho|xox[abp])[_-][A-Za-z0-9_-]{16,}/g, '[redacted]'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g, '[redacted]'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[redacted]'],
];

/** As a planner may see it, and as it can be kept: without secrets, whole characters only, and not too much of it. */
export function presentable(output: unknown, secrets: readonly string[] = []): unknown {
  const clean = cleaned(output, secrets, 1);
  const text = JSON.stringify(clean) ?? 'null';
  if (Buffer.byteLength(text) <= MOST_BYTES) return clean ?? null;
  // Also where it is escaped once more as text within JSON it stays in the same order of size.
  const start = Buffer.from(text)
    .subarray(0, MOST_BYTES / 2)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  return { isCut: true, start };
}

/** The same for words about what went wrong. */
export function presentableText(text: string, secrets: readonly string[] = []): string {
  return masked(text, secrets).slice(0, 1_000);
}

function cleaned(node: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof node === 'string') return masked(node, secrets);
  if (typeof node !== 'object' || node === null) return typeof node === 'bigint' ? String(node) : node;
  if (depth > DEEPEST) return '…';
  if (node instanceof Date) return node.toISOString();
  if (Array.isArray(node)) return node.map((item) => cleaned(item, secrets, depth + 1));
  const entries = Object.entries(node).map(
    ([key, value]) => [masked(key, secrets), cleaned(value, secrets, depth + 1)] as const,
  );
  return Object.fromEntries(entries);
}

function masked(text: string, secrets: readonly string[]): string {
  let shown = wholeCharacters(text);
  for (const secret of secrets) if (secret !== '') shown = shown.replaceAll(secret, '[redacted]');
  return SECRETS.reduce((left, [pattern, instead]) => left.replace(pattern, instead), shown);
}
