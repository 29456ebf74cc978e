import { badFormat } from './failure';

export type Payload = Readonly<Record<string, unknown>>;

interface FilterablePoint {
  readonly id: string;
  readonly payload: Payload;
}

type Json = Readonly<Record<string, unknown>>;

const CLAUSES = ['must', 'should', 'must_not'];

/** Whether a point passes, with the meaning that the server gives to lists, absent fields and empty clauses. */
export function passes(point: FilterablePoint, filter: unknown): boolean {
  if (filter === undefined || filter === null) return true;
  const { must, should, must_not: mustNot, ...unknown } = filter as Json;
  if (Object.keys(unknown).length > 0) throw badFormat(`unknown field \`${Object.keys(unknown)[0]}\``);
  const holds = (condition: unknown) => conditionHolds(point, condition as Json);
  return (
    listOf(must).every(holds) &&
    (should === undefined || listOf(should).some(holds)) &&
    !listOf(mustNot).some(holds)
  );
}

function conditionHolds(point: FilterablePoint, condition: Json): boolean {
  if (CLAUSES.some((clause) => clause in condition)) return passes(point, condition);
  if ('has_id' in condition) return (condition.has_id as unknown[]).includes(point.id);
  if ('is_empty' in condition) return isEmpty(point.payload[(condition.is_empty as { key: string }).key]);
  if (typeof condition.key !== 'string') throw badFormat('a condition names no field');
  const values = listOf(point.payload[condition.key]);
  if ('match' in condition) return values.some((value) => matches(value, condition.match as Json));
  if ('range' in condition) return values.some((value) => isWithin(value, condition.range as Json));
  throw badFormat('a condition asks for nothing');
}

function matches(value: unknown, match: Json): boolean {
  if ('value' in match) return value === match.value;
  if (Array.isArray(match.any)) return match.any.includes(value);
  throw badFormat('no such match');
}

function isWithin(value: unknown, { lt, lte, gt, gte }: Json): boolean {
  if (typeof value !== 'number') return false;
  const bound = (limit: unknown, otherwise: number) => (typeof limit === 'number' ? limit : otherwise);
  return (
    value < bound(lt, Infinity) &&
    value <= bound(lte, Infinity) &&
    value > bound(gt, -Infinity) &&
    value >= bound(gte, -Infinity)
  );
}

/** An empty list counts as no value at all. */
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
