import { Module } from '@nestjs/common';
import { ChangeMemberRoleHandler } from './commands/change-member-role.command';
import { OpenWorkspaceHandler } from './commands/open-workspace.handler';
import { RemoveMemberHandler } from './commands/remove-member.command';
import { UpdateWorkspaceHandler } from './commands/update-workspace.command';
import { Workspaces } from './domain/workspaces';
import { MembersController } from './http/members.controller';
import { WorkspacesController } from './http/workspaces.controller';
import { PostgresWorkspaces } from './infrastructure/postgres.workspaces';
import { FindMembershipHandler } from './queries/find-membership.handler';
import { FindWorkspaceHandler } from './queries/find-workspace.handler';
import { GetMemberHandler } from './queries/get-member.query';
import { GetWorkspaceHandler } from './queries/get-workspace.query';
import { ListMembersHandler } from './queries/list-members.query';
import { ListMembershipsHandler } from './queries/list-memberships.handler';
import { ListWorkspacesHandler } from './queries/list-workspaces.query';
import { OpenWorkspaceOnUserOnboarded } from './reactions/open-workspace-on-user-onboarded';

const commands = [OpenWorkspaceHandler, UpdateWorkspaceHandler, ChangeMemberRoleHandler, RemoveMemberHandler];
const queries = [
  FindWorkspaceHandler,
  FindMembershipHandler,
  ListMembershipsHandler,
  GetWorkspaceHandler,
  ListWorkspacesHandler,
  GetMemberHandler,
  ListMembersHandler,
];

@Module({
  controllers: [WorkspacesController, MembersController],
  providers: [
    { provide: Workspaces, useClass: PostgresWorkspaces },
    ...commands,
    ...queries,
    OpenWorkspaceOnUserOnboarded,
  ],
})
export class TenancyModule {}
