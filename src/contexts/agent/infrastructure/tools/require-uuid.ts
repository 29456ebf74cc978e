import { notFound } from '../../../../kernel/domain-error';
import { isUuid } from '../../../../platform/http/fields';

/** A model's idea of an id may be anything; what is none, nobody has. */
export function requireUuid(value: unknown, what: string): string {
  if (!isUuid(value)) throw notFound(what);
  return value;
}
