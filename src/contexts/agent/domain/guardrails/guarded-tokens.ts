import { type Guardrails } from './guardrails';
import { type LinkTargets, stripForeignLinks } from './links';

/** As long a stretch as a link may be: what is open for longer is none. */
const LONGEST_OPEN = 5_000;
const SCHEMES = ['http', 'https', 'ftp', 'data', 'javascript', 'file', 'www'];

/** Whether a reply has to be known as a whole before a word of it may be read. */
export function judgesWholeReplies({ personalDataOut, bannedTopics, groundedness }: Guardrails): boolean {
  return personalDataOut !== 'off' || bannedTopics.length > 0 || groundedness === 'refuse';
}

/**
 * Lets the words of a model through as they come, and keeps back only what may become a link: a client that
 * shows words at once would else fetch a picture before the reply as a whole is judged.
 */
export class GuardedTokens {
  private kept = '';

  constructor(
    private readonly targets: LinkTargets,
    private readonly onToken: (token: string) => void,
  ) {}

  add(token: string): void {
    this.kept += token;
    const border = borderOf(this.kept);
    if (border > 0) this.say(border);
  }

  /** Nothing more comes. */
  end(): void {
    if (this.kept) this.say(this.kept.length);
  }

  /** What was kept back is no part of the reply. */
  discard(): void {
    this.kept = '';
  }

  private say(border: number): void {
    const { text } = stripForeignLinks(this.kept.slice(0, border), this.targets);
    this.kept = this.kept.slice(border);
    if (text) this.onToken(text);
  }
}

/** Up to where nothing can become part of a link any more. */
function borderOf(text: string): number {
  const word = /\S*$/.exec(text)!.index;
  const open = openBracket(text);
  const tag = text.lastIndexOf('<');
  const openTag = tag >= 0 && !text.includes('>', tag) ? tag : text.length;
  const border = Math.min(mayBecomeLink(text.slice(word)) ? word : text.length, open, openTag);
  return text.length - border > LONGEST_OPEN ? text.length : border;
}

/** A word with a mark of an address in it, or the beginning of one. */
function mayBecomeLink(word: string): boolean {
  if (/[:/!<[\]()]/.test(word) || /www\./i.test(word)) return true;
  const letters = (/[a-z]*$/i.exec(word)?.[0] ?? '').toLowerCase();
  return letters !== '' && SCHEMES.some((scheme) => scheme.startsWith(letters));
}

/** Where a bracket stands whose end, or the address behind it, is still to come. */
function openBracket(text: string): number {
  const bracket = text.lastIndexOf('[');
  if (bracket < 0) return text.length;
  const from = text.charAt(bracket - 1) === '!' ? bracket - 1 : bracket;
  const end = text.indexOf(']', bracket);
  if (end < 0 || end + 1 === text.length) return from;
  const next = text.charAt(end + 1);
  if (next === '(') return text.includes(')', end) ? text.length : from;
  return next === ':' && !text.includes('\n', end) ? from : text.length;
}
