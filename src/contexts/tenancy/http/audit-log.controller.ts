import { Controller, Get, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { AuditEntryView } from '../../../platform/audit/audit-entry.view';
import { mediaTypeOf } from '../../../platform/audit/audit-export';
import { AuditExportQuery } from '../../../platform/audit/audit-export-query';
import { AuditListQuery } from '../../../platform/audit/audit-list-query';
import { AuditVerificationView } from '../../../platform/audit/audit-verification.view';
import { AuditVerifyQuery, knownState } from '../../../platform/audit/audit-verify-query';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf } from '../../../platform/http/page';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { Roles } from '../../../platform/security/roles';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { NoteAuditExport } from '../commands/note-audit-export.command';
import { ExportAuditLog } from '../queries/export-audit-log.query';
import { ListAuditEntries } from '../queries/list-audit-entries.query';
import { VerifyAuditLog } from '../queries/verify-audit-log.query';

const LINES = {
  'text/csv': { schema: { type: 'string' as const }, example: 'seq,occurredAt,action,outcome\r\n' },
  'application/jsonl': { schema: { type: 'string' as const }, example: '{"seq":1}\n' },
};

@ApiTags('Workspaces')
@Controller('workspaces/:id/audit-log')
@WorkspaceFromPath('id')
export class AuditLogController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner')
  @Answers(200, pageOf(AuditEntryView), 'What was done or refused here, newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() wanted: AuditListQuery): Promise<Page<AuditEntryView>> {
    return this.queries.execute(new ListAuditEntries(workspaceId, wanted));
  }

  @Get('verify')
  @Roles('owner')
  @RouteClass('heavy')
  @Answers(200, AuditVerificationView, 'Whether the log still is what was written, hash by hash.')
  @Problems('invalid')
  verify(
    @WorkspaceId() workspaceId: string,
    @Query() known: AuditVerifyQuery,
  ): Promise<AuditVerificationView> {
    return this.queries.execute(new VerifyAuditLog(workspaceId, knownState(known)));
  }

  @Get('export')
  @Roles('owner')
  @RouteClass('heavy')
  @ApiResponse({ status: 200, description: 'The log as a file, newest first.', content: LINES })
  @Problems('invalid')
  async export(
    @WorkspaceId() workspaceId: string,
    @Query() wanted: AuditExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    await this.commands.execute(new NoteAuditExport(workspaceId, wanted.format));
    const lines = await this.queries.execute(new ExportAuditLog(workspaceId, wanted));
    void reply
      .header('content-type', mediaTypeOf(wanted.format))
      .header('content-disposition', `attachment; filename="audit-log-${workspaceId}.${wanted.format}"`);
    return Readable.from(lines, { objectMode: false });
  }
}
