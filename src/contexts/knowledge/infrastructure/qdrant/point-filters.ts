import { type Schemas } from '@qdrant/js-client-rest';
import { nameable, type PayloadField } from './point-payload';

type Filter = Schemas['Filter'];
type Condition = Schemas['FieldCondition'] | Schemas['IsEmptyCondition'] | Schemas['HasIdCondition'] | Filter;

/** There is no filter without the workspace, however the collections are laid out. */
export function pointsOfWorkspace(workspaceId: string, ...further: readonly Condition[]): Filter {
  return { must: [is('workspace_id', workspaceId), ...further] };
}

export function is(key: PayloadField, value: string): Condition {
  return { key, match: { value } };
}

export function isAnyOf(key: PayloadField, values: readonly string[]): Condition {
  return { key, match: { any: [...values] } };
}

export function isBelow(key: PayloadField, bound: number): Condition {
  return { key, range: { lt: bound } };
}

export function hasId(ids: readonly string[]): Condition {
  return { has_id: [...ids] };
}

/** Documents without a list are everybody's. */
export function mayBeReadBy(readers: readonly string[]): Condition {
  const open: Condition = { is_empty: { key: 'access' satisfies PayloadField } };
  const names = nameable(readers);
  return { should: names.length > 0 ? [open, isAnyOf('access', names)] : [open] };
}
