import { type CacheKind } from '../../../platform/cache/cache';
import { type Membership } from '../../tenancy/contracts/list-memberships.query';

/** Of one person. A workspace's new name shows after as long; a change of the person's own standing at once. */
export const KNOWN_MEMBERSHIPS: CacheKind<readonly Membership[]> = { name: 'memberships', seconds: 4 };
