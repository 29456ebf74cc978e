import { type FilterOperators, type FilterValue, type MetadataFilter } from '../contracts/metadata-filter';

type Operator = keyof FilterOperators;

/** One test of one value of a document. */
export interface MetadataCondition {
  readonly key: string;
  readonly operator: Operator;
  readonly value: FilterOperators[Operator];
}

/** Compared as a point in time, whatever its spelling. */
const CREATED_AT = '$createdAt';

/** All of them have to hold. */
export function conditionsOf(filter: MetadataFilter): MetadataCondition[] {
  return Object.entries(filter).flatMap(([key, wanted]) =>
    operatorsOf(wanted).map(([operator, value]) => ({
      key,
      operator,
      value: key === CREATED_AT ? asTime(value) : value,
    })),
  );
}

function operatorsOf(wanted: FilterValue): [Operator, MetadataCondition['value']][] {
  if (typeof wanted !== 'object') return [['eq', wanted]];
  return Object.entries(wanted) as [Operator, MetadataCondition['value']][];
}

function asTime(value: MetadataCondition['value']): MetadataCondition['value'] {
  if (typeof value === 'string') return Date.parse(value);
  return typeof value === 'object' ? value.map((each) => Date.parse(String(each))) : value;
}
