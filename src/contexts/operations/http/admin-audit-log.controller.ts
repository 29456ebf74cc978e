import { Controller, Get, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { notFound } from '../../../kernel/domain-error';
import { AuditEntryView } from '../../../platform/audit/audit-entry.view';
import { AuditVerificationView } from '../../../platform/audit/audit-verification.view';
import { knownState } from '../../../platform/audit/audit-verify-query';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { DescribeWorkspace } from '../../tenancy/contracts/describe-workspace.query';
import { NoteAuditReading } from '../commands/note-audit-reading.command';
import { ListAnyAuditLog } from '../queries/list-any-audit-log.query';
import { VerifyAnyAuditLog } from '../queries/verify-any-audit-log.query';
import { AdminAuditListQuery, AdminAuditVerifyQuery } from './admin-audit-log.dto';

@ApiTags('Operations')
@Controller('admin/audit-log')
export class AdminAuditLogController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('admin')
  @Answers(200, pageOf(AuditEntryView), 'Newest first. To look into a workspace’s log is noted there.')
  @Problems('invalid', 'not_found')
  async list(@Query() wanted: AdminAuditListQuery): Promise<Page<AuditEntryView>> {
    const workspaceId = await this.enter(wanted.workspaceId, 'read');
    return this.queries.execute(new ListAnyAuditLog(workspaceId, wanted));
  }

  @Get('verify')
  @Roles('admin')
  @Answers(200, AuditVerificationView, 'Whether the log still is what was written, hash by hash.')
  @Problems('invalid', 'not_found')
  async verify(@Query() wanted: AdminAuditVerifyQuery): Promise<AuditVerificationView> {
    const known = knownState(wanted);
    const workspaceId = await this.enter(wanted.workspaceId, 'verified');
    return this.queries.execute(new VerifyAnyAuditLog(workspaceId, known));
  }

  private async enter(workspaceId: string | undefined, how: 'read' | 'verified'): Promise<string | null> {
    if (workspaceId === undefined) return null;
    const workspace = await this.queries.execute(new DescribeWorkspace(workspaceId));
    if (!workspace) throw notFound('workspace');
    await this.commands.execute(new NoteAuditReading(workspaceId, how));
    return workspaceId;
  }
}
