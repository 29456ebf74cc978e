import { type ResourceKind } from '../contracts/resource-kind';

/** `granted`: what an owner named for this person. `partners`: the venues of the vendors granted to them. */
export type Access = 'all' | 'granted' | 'partners' | 'none';

const GUESTS: Readonly<Record<string, Partial<Record<ResourceKind, Access>>>> = {
  client: { event: 'granted' },
  venue: { venue: 'granted' },
  vendor: { vendor: 'granted', venue: 'partners' },
};

/** A role that is not known here sees nothing. */
export function accessOf(role: string, kind: ResourceKind): Access {
  if (role === 'owner' || role === 'member') return 'all';
  return (Object.hasOwn(GUESTS, role) && GUESTS[role]?.[kind]) || 'none';
}
