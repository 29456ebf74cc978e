import { CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { DomainError } from '../../../kernel/domain-error';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { LeaveAllWorkspaces } from '../contracts/leave-all-workspaces.command';
import { ListMemberships } from '../contracts/list-memberships.query';
import { ownsWorkspaces } from '../domain/errors';
import { type Workspace } from '../domain/workspace';
import { Workspaces } from '../domain/workspaces';

@CommandHandler(LeaveAllWorkspaces)
export class LeaveAllWorkspacesHandler implements ICommandHandler<LeaveAllWorkspaces> {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly directory: SessionDirectory,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /** All are asked before any is left: a refusal changes nothing. */
  async execute({ userId }: LeaveAllWorkspaces): Promise<readonly string[]> {
    const memberships = await this.queries.execute(new ListMemberships(userId));
    const left: Workspace[] = [];
    for (const { workspaceId } of memberships) {
      const workspace = await this.workspaces.find(workspaceId);
      if (workspace) left.push(without(userId, workspace));
    }
    for (const workspace of left) {
      await this.workspaces.save(workspace, this.clock.now());
      this.directory.forgetMember(userId, workspace.id);
    }
    return left.map(({ id }) => id);
  }
}

function without(userId: string, workspace: Workspace): Workspace {
  try {
    workspace.remove(userId);
    return workspace;
  } catch (error) {
    throw error instanceof DomainError && error.code === 'last_owner' ? ownsWorkspaces() : error;
  }
}
