import { type DocumentProperties } from '../../../domain/parsing/document-parser';
import { cleanText } from './clean-text';

const LONGEST_TITLE = 300;
const LONGEST_WORD = 100;
const MOST_WORDS = 50;
const LANGUAGE = /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@]\w*)*$/i;

const ISO_DATE =
  /^([1-9]\d{3}(?:-\d{2}(?:-\d{2})?)?)(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)( ?(?:Z|[+-]\d{2}:?\d{2}))?)?$/i;

/** Strings as files hold them: anything may be missing, empty or nonsense. */
export interface RawProperties {
  readonly title?: string | null;
  readonly author?: string | null;
  readonly language?: string | null;
  readonly createdAt?: string | null;
  readonly modifiedAt?: string | null;
  readonly categories?: readonly (string | null | undefined)[];
  readonly keywords?: readonly (string | null | undefined)[];
  readonly pageCount?: number;
}

/** Keeps what is sane. */
export function foundProperties(raw: RawProperties): DocumentProperties {
  const found: DocumentProperties = {
    title: phrase(raw.title, LONGEST_TITLE),
    author: phrase(raw.author, LONGEST_TITLE),
    language: languageCode(raw.language),
    createdAt: isoDate(raw.createdAt),
    modifiedAt: isoDate(raw.modifiedAt),
    categories: words(raw.categories),
    keywords: words(raw.keywords),
    pageCount: raw.pageCount,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** `en_us.UTF-8` becomes `en-US`. */
export function languageCode(tag: string | null | undefined): string | undefined {
  const [, language, script, region] = LANGUAGE.exec(tag?.trim() ?? '') ?? [];
  if (!language || /^(?:und|mul|zxx|xx)$/i.test(language)) return undefined;
  const parts = [language.toLowerCase(), script && capitalised(script), region?.toUpperCase()];
  return parts.filter(Boolean).join('-');
}

function phrase(text: string | null | undefined, longest: number): string | undefined {
  const cleaned = cleanText((text ?? '').slice(0, 4 * longest))
    .replace(/\s+/g, ' ')
    .trim();
  return cleaned === '' ? undefined : cleanText(cleaned.slice(0, longest).trimEnd());
}

function words(lists: RawProperties['keywords']): string[] | undefined {
  const found = (lists ?? []).flatMap((list) =>
    (list ?? '').slice(0, LONGEST_WORD * MOST_WORDS).split(/[,;\n]/),
  );
  const distinct = new Set(
    found.map((word) => phrase(word, LONGEST_WORD)).filter((word) => word !== undefined),
  );
  return distinct.size === 0 ? undefined : [...distinct].slice(0, MOST_WORDS);
}

/** Other notations are read differently from one country to the next. A time without a zone counts as UTC. */
function isoDate(text: string | null | undefined): string | undefined {
  const [, day, clock, zone] = ISO_DATE.exec(text?.trim() ?? '') ?? [];
  if (!day) return undefined;
  const time = new Date(clock ? `${day}T${clock}${zone?.trim() ?? 'Z'}` : day);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}
