import { type Principal } from '../../../platform/security/principal';
import { readersOf } from '../../knowledge/contracts/readers-of';
import { type TurnInput } from '../commands/turn-input';

export function callerOf(principal: Principal): TurnInput['caller'] {
  const { userId, keyId, role, scopes } = principal;
  return { userId, keyId, role, scopes, readers: readersOf(principal) };
}
