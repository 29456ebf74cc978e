import { createHash } from 'node:crypto';

/** One parametrised statement. Its name makes PostgreSQL prepare it once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const prepared = new WeakMap<TemplateStringsArray, { name: string; text: string }>();

/**
 * Values always travel as parameters: there is no way to put a string into the text.
 *
 *     sql`SELECT title FROM knowledge.documents WHERE id = ${id}`
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Statement {
  let known = prepared.get(strings);
  if (!known) {
    const text = strings.reduce((all, part, i) => `${all}$${i}${part}`);
    known = { text, name: createHash('sha256').update(text).digest('base64url').slice(0, 20) };
    prepared.set(strings, known);
  }
  return { ...known, values };
}
