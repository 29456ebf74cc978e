import { DomainError } from '../../../kernel/domain-error';
import { type ToolInput } from './tool-registry';

const PLACEHOLDER = /\{([A-Za-z_]\w{0,63})\}/g;
const ORIGIN = /^https?:\/\/[^/?#{}\\@\s]+(?=[/?]|$)/i;

export interface FilledTemplate {
  readonly url: string;
  /** What no placeholder has taken. */
  readonly rest: ToolInput;
}

/** What keeps an address from being a template; null when nothing does. Server and port must stand there in letters. */
export function templateProblem(template: string): string | null {
  if (!ORIGIN.test(template)) return 'must begin with http:// or https:// and a server without placeholders';
  if (template.includes('#')) return 'must not have a part after a #';
  return /[{}]/.test(template.replace(PLACEHOLDER, '')) ? 'has a placeholder that is none' : null;
}

export const placeholdersOf = (template: string): string[] => [
  ...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1]!)),
];

/** Each value stays within its own part of the path or query: it cannot add parts, nor leave them. */
export function fillTemplate(template: string, input: ToolInput): FilledTemplate {
  const used = new Set<string>();
  const url = template.replace(PLACEHOLDER, (_, name: string) => {
    used.add(name);
    return encoded(name, input[name]);
  });
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !used.has(name)));
  return { url, rest };
}

function encoded(name: string, value: unknown): string {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  // Two dots are a part of their own: a server takes them for the way up.
  const text = isScalar ? String(value) : '';
  if (text === '' || /^\.{1,2}$/.test(text)) throw unusable(name);
  return encodeURIComponent(text);
}

const unusable = (name: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'address_unusable',
    detail: `The address needs a value for ${name} that can be a part of it.`,
  });
