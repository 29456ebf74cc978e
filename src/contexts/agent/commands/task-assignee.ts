import { type QueryBus } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { FindMembership } from '../../tenancy/contracts/find-membership.query';

/** Work can be given to people of the workspace only. */
export async function requireAssignable(
  queries: QueryBus,
  workspaceId: string,
  userId: string,
): Promise<void> {
  const role = await queries.execute(new FindMembership(workspaceId, userId));
  if (role === 'owner' || role === 'member') return;
  throw new DomainError({
    kind: 'unprocessable',
    code: 'assignee_unknown',
    detail: 'A task can be given to an owner or a member of this workspace only.',
  });
}
