import { type Principal } from '../../../platform/security/principal';
import { readersOf } from '../../knowledge/contracts/readers-of';
import { type Caller } from '../domain/caller';

export function callerOf(principal: Principal): Caller {
  const { userId, keyId, role, scopes } = principal;
  return { userId, keyId, role, scopes, readers: readersOf(principal) };
}
