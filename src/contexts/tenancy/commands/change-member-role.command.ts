import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { type MemberRole } from '../contracts/member-role';
import { Workspaces } from '../domain/workspaces';

export class ChangeMemberRole extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
    readonly role: MemberRole,
  ) {
    super();
  }
}

@CommandHandler(ChangeMemberRole)
export class ChangeMemberRoleHandler implements ICommandHandler<ChangeMemberRole> {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly directory: SessionDirectory,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, userId, role }: ChangeMemberRole): Promise<void> {
    const workspace = await this.workspaces.find(workspaceId);
    if (!workspace) throw notFound('workspace');
    workspace.changeRole(userId, role);
    await this.workspaces.save(workspace, this.clock.now());
    this.directory.forgetMember(userId, workspaceId);
  }
}
