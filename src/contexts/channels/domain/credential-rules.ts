import { type CredentialField, type Credentials } from './channel-adapter';
import { unusableCredentials } from './channel-errors';

export type GivenCredentials = Readonly<Record<string, unknown>>;

/** A new channel has every field that it needs. */
export function acceptedCredentials(
  fields: readonly CredentialField[],
  given: GivenCredentials,
): Credentials {
  const missing = fields.find(({ name, isRequired }) => isRequired && given[name] === undefined);
  if (missing) throw unusableCredentials(missing.name, 'is required');
  return changedCredentials(fields, given, {}, false);
}

/** What is given comes first. Where the provider needs time to change over, the value before it stays valid. */
export function changedCredentials(
  fields: readonly CredentialField[],
  given: GivenCredentials,
  known: Credentials,
  dropsFormer: boolean,
): Credentials {
  const unknown = Object.keys(given).find((key) => !fields.some(({ name }) => name === key));
  if (unknown !== undefined) throw unusableCredentials(unknown.slice(0, 100), 'is not known to this channel');
  const values = fields.map((field) => {
    const former = dropsFormer ? (known[field.name] ?? []).slice(0, 1) : (known[field.name] ?? []);
    return [field.name, valuesOf(field, given[field.name], former)] as const;
  });
  return Object.fromEntries(values.filter(([, held]) => held.length > 0));
}

function valuesOf(field: CredentialField, given: unknown, former: readonly string[]): readonly string[] {
  if (given === undefined) return former;
  if (typeof given !== 'string' || given.trim() === '' || given.length > field.maxLength || !isPlain(given))
    throw unusableCredentials(
      field.name,
      `must be a text of at most ${field.maxLength} printable characters`,
    );
  const [latest] = former;
  if (!field.mayRotate || latest === undefined || latest === given) return [given];
  return [given, latest];
}

const isPlain = (text: string) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text.replaceAll('\n', ''));
