import { Module } from '@nestjs/common';
import { AcceptInviteHandler } from './commands/accept-invite.command';
import { ChangeMemberRoleHandler } from './commands/change-member-role.command';
import { LeaveAllWorkspacesHandler } from './commands/leave-all-workspaces.handler';
import { DeleteWorkspaceHandler } from './commands/delete-workspace.command';
import { EndPartnershipHandler } from './commands/end-partnership.command';
import { FormPartnershipHandler } from './commands/form-partnership.command';
import { GrantAccessHandler } from './commands/grant-access.command';
import { InviteMemberHandler } from './commands/invite-member.command';
import { NoteAuditExportHandler } from './commands/note-audit-export.command';
import { OpenWorkspaceHandler } from './commands/open-workspace.handler';
import { PurgeWorkspaceHandler } from './commands/purge-workspace.command';
import { RemoveMemberHandler } from './commands/remove-member.command';
import { RequestWorkspaceExportHandler } from './commands/request-workspace-export.command';
import { ResendInviteHandler } from './commands/resend-invite.command';
import { RestoreWorkspaceHandler } from './commands/restore-workspace.command';
import { ResumeWorkspaceHandler } from './commands/resume-workspace.handler';
import { SuspendWorkspaceHandler } from './commands/suspend-workspace.handler';
import { SubmitIntakeHandler } from './commands/submit-intake.command';
import { TransferOwnershipHandler } from './commands/transfer-ownership.command';
import { UpdateWorkspaceHandler } from './commands/update-workspace.command';
import { WithdrawGrantHandler } from './commands/withdraw-grant.command';
import { WithdrawInviteHandler } from './commands/withdraw-invite.command';
import { WorkspaceCaches } from './commands/workspace-caches';
import { InviteTokens } from './domain/invite-tokens';
import { Invites } from './domain/invites';
import { Workspaces } from './domain/workspaces';
import { AuditLogController } from './http/audit-log.controller';
import { GrantsController } from './http/grants.controller';
import { IntakeController } from './http/intake.controller';
import { InviteAcceptanceController } from './http/invite-acceptance.controller';
import { InvitesController } from './http/invites.controller';
import { MembersController } from './http/members.controller';
import { WorkspaceExportsController } from './http/workspace-exports.controller';
import { MembershipController } from './http/membership.controller';
import { PartnershipsController } from './http/partnerships.controller';
import { WorkspacesController } from './http/workspaces.controller';
import { InviteMailTemplate } from './infrastructure/invite.mail-template';
import { PostgresInvites } from './infrastructure/postgres.invites';
import { PostgresWorkspaces } from './infrastructure/postgres.workspaces';
import { SealedInviteTokens } from './infrastructure/sealed.invite-tokens';
import { TenancyDataHolder } from './infrastructure/tenancy.data-holder';
import { EraseExpiredInvites } from './jobs/erase-expired-invites.task';
import { FindWorkspacesToPurge } from './jobs/find-workspaces-to-purge.task';
import { PurgeWorkspaceTask } from './jobs/purge-workspace.task';
import { DescribeWorkspaceHandler } from './queries/describe-workspace.handler';
import { ExportAuditLogHandler } from './queries/export-audit-log.query';
import { FindMembershipHandler } from './queries/find-membership.handler';
import { FindStandingHandler } from './queries/find-standing.handler';
import { FindWorkspaceHandler } from './queries/find-workspace.handler';
import { GetGrantHandler } from './queries/get-grant.query';
import { GetIntakeFormHandler } from './queries/get-intake-form.query';
import { GetIntakeHandler } from './queries/get-intake.query';
import { GetInviteHandler } from './queries/get-invite.query';
import { GetMemberHandler } from './queries/get-member.query';
import { GetPartnershipHandler } from './queries/get-partnership.query';
import { GetWorkspaceHandler } from './queries/get-workspace.query';
import { ListAccessibleHandler } from './queries/list-accessible.handler';
import { ListAllWorkspacesHandler } from './queries/list-all-workspaces.handler';
import { ListAuditEntriesHandler } from './queries/list-audit-entries.query';
import { ListGrantsHandler } from './queries/list-grants.query';
import { ListInvitesHandler } from './queries/list-invites.query';
import { ListMembersHandler } from './queries/list-members.query';
import { ListMembershipsHandler } from './queries/list-memberships.handler';
import { ListPartnershipsHandler } from './queries/list-partnerships.query';
import { ListWorkspacesHandler } from './queries/list-workspaces.query';
import { MayAccessHandler } from './queries/may-access.handler';
import { VerifyAuditLogHandler } from './queries/verify-audit-log.query';
import { OpenWorkspaceOnUserOnboarded } from './reactions/open-workspace-on-user-onboarded';
import { RenewCachesOnWorkspaceChanged } from './reactions/renew-caches-on-workspace-changed';

const commands = [
  OpenWorkspaceHandler,
  UpdateWorkspaceHandler,
  DeleteWorkspaceHandler,
  RestoreWorkspaceHandler,
  ChangeMemberRoleHandler,
  RemoveMemberHandler,
  TransferOwnershipHandler,
  InviteMemberHandler,
  ResendInviteHandler,
  WithdrawInviteHandler,
  AcceptInviteHandler,
  SubmitIntakeHandler,
];
const queries = [
  FindWorkspaceHandler,
  FindStandingHandler,
  FindMembershipHandler,
  ListMembershipsHandler,
  GetWorkspaceHandler,
  ListWorkspacesHandler,
  GetMemberHandler,
  ListMembersHandler,
  GetInviteHandler,
  ListInvitesHandler,
  GetIntakeFormHandler,
  GetIntakeHandler,
];
/** What guests may see. */
const access = [
  GrantAccessHandler,
  WithdrawGrantHandler,
  GetGrantHandler,
  ListGrantsHandler,
  FormPartnershipHandler,
  EndPartnershipHandler,
  GetPartnershipHandler,
  ListPartnershipsHandler,
  ListAccessibleHandler,
  MayAccessHandler,
];

/** What was done in a workspace, for its owners. */
const audit = [NoteAuditExportHandler, ListAuditEntriesHandler, VerifyAuditLogHandler, ExportAuditLogHandler];

/** What operators see and do across all workspaces. */
const oversight = [
  ListAllWorkspacesHandler,
  DescribeWorkspaceHandler,
  SuspendWorkspaceHandler,
  ResumeWorkspaceHandler,
];

/** A workspace's data: to take along, and to be rid of. */
const dataRights = [
  TenancyDataHolder,
  RequestWorkspaceExportHandler,
  LeaveAllWorkspacesHandler,
  PurgeWorkspaceHandler,
  PurgeWorkspaceTask,
  FindWorkspacesToPurge,
];

@Module({
  controllers: [
    WorkspacesController,
    MembersController,
    MembershipController,
    InvitesController,
    InviteAcceptanceController,
    IntakeController,
    GrantsController,
    PartnershipsController,
    WorkspaceExportsController,
    AuditLogController,
  ],
  providers: [
    { provide: Workspaces, useClass: PostgresWorkspaces },
    { provide: Invites, useClass: PostgresInvites },
    { provide: InviteTokens, useClass: SealedInviteTokens },
    InviteMailTemplate,
    WorkspaceCaches,
    EraseExpiredInvites,
    ...commands,
    ...queries,
    ...access,
    ...oversight,
    ...audit,
    OpenWorkspaceOnUserOnboarded,
    RenewCachesOnWorkspaceChanged,
    ...dataRights,
  ],
})
export class TenancyModule {}
