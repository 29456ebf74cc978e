import { type Scope } from '../database/database';
import { type Person, type PersonalTrace } from './data-holder';

/** What to look for: a value where a column `is` it, patterns where a text `mentions` the person. */
export function needlesOf({ needle }: PersonalTrace, person: Person, scope: Scope | null): string[] {
  switch (needle) {
    case 'id':
      return [person.id];
    case 'email':
      return [person.email];
    case 'caller':
      return [`user:${person.id}`];
    case 'their workspace':
      return typeof scope === 'string' ? [scope] : [];
    case 'id or email':
      return patternsOf(person);
  }
}

/**
 * Read alike by PostgreSQL and by JavaScript. Not by name: who calls themselves `member` would take
 * along whatever says so of anybody, in every workspace.
 */
export function patternsOf({ id, email }: Pick<Person, 'id' | 'email'>): string[] {
  return [id, wholeAddress(email)];
}

/** Not the end or the beginning of somebody else's longer one. A line break may stand escaped in front of it. */
function wholeAddress(email: string): string {
  const literal = email.replace(/[^\p{L}\p{N}@_ -]/gu, '\\$&');
  return String.raw`((?<![\w.+%-])(?<!\w')|(?<=\\[nrt]))${literal}(?![\w-]|\.\w)`;
}
