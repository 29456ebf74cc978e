import { type Scope } from '../database/database';
import { type Person, type PersonalTrace } from './data-holder';

/** What to look for. A name may be anybody's: within other text it counts only where it stands between quotes. */
export function needlesOf(
  { needle }: PersonalTrace,
  { id, email, name }: Person,
  scope: Scope | null,
): string[] {
  switch (needle) {
    case 'id':
      return [id];
    case 'email':
      return [email];
    case 'caller':
      return [`user:${id}`];
    case 'their workspace':
      return typeof scope === 'string' ? [scope] : [];
    case 'any of them':
      return [id, inJson(email), JSON.stringify(name), inJson(JSON.stringify(name))];
  }
}

/** As it stands within JSON text. */
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
