import { type RawProperties } from './found-properties';

/** `---`, flat `key: value` lines, `---`: the whole of what is understood of YAML. */
const BLOCK = /^---[ \t]*\n((?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|$)/;
const LONGEST_BLOCK = 20_000;
const ENTRY = /^([A-Za-z][\w-]{0,50}):(?:[ \t]+(.*))?$/;
const ITEM = /^[ \t]*-[ \t]+(.*)$/;

interface FrontMatter {
  readonly properties: RawProperties;
  /** What stands behind it. */
  readonly content: string;
}

/** Takes the front matter off a Markdown text. What is no front matter stays as written. */
export function splitFrontMatter(text: string): FrontMatter {
  const [whole, block] = BLOCK.exec(text.slice(0, LONGEST_BLOCK)) ?? [];
  const entries = block === undefined ? null : entriesOf(block);
  if (whole === undefined || !entries) return { properties: {}, content: text };
  return { properties: propertiesOf(entries), content: text.slice(whole.length).replace(/^\n+/, '') };
}

/** Null for lines between two rules that are something else. */
function entriesOf(block: string): Map<string, string[]> | null {
  const entries = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of block.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, key, value] = ENTRY.exec(line) ?? [];
    const [, item] = ITEM.exec(line) ?? [];
    if (key !== undefined) entries.set(key.toLowerCase(), (current = valuesOf(value ?? '')));
    else if (current && item !== undefined) current.push(unquoted(item));
    else if (!/^[ \t]/.test(line)) return null;
  }
  return entries.size > 0 ? entries : null;
}

function valuesOf(value: string): string[] {
  const trimmed = value.trim();
  if (trimmed === '') return [];
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return [unquoted(trimmed)];
  return trimmed
    .slice(1, -1)
    .split(',')
    .map(unquoted)
    .filter((item) => item !== '');
}

function unquoted(value: string): string {
  return value.trim().replace(/^(["'])(.*)\1$/, '$2');
}

function propertiesOf(entries: ReadonlyMap<string, string[]>): RawProperties {
  const all = (...keys: string[]): string[] => keys.flatMap((key) => entries.get(key) ?? []);
  return {
    title: all('title')[0],
    author: all('author', 'authors').join(', '),
    language: all('lang', 'language')[0],
    createdAt: all('date', 'created')[0],
    modifiedAt: all('updated', 'modified', 'lastmod')[0],
    categories: all('category', 'categories'),
    keywords: all('tags', 'keywords'),
  };
}
