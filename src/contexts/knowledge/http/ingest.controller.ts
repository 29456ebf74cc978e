import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { StartIngestion } from '../commands/start-ingestion.command';
import { IngestAcceptedView, IngestBody } from './ingest.dto';
import { submittedDocument } from './handed-in';

@ApiTags('Knowledge')
@Controller('agents/customer-service/ingest')
export class IngestController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Roles('owner', 'member', 'service')
  @NeedsScope('knowledge:write')
  @Idempotent()
  @Answers(
    202,
    IngestAcceptedView,
    'Accepted and safe; searchable within moments. GET /knowledge/ingestions/:id tells.',
  )
  @Problems('over_quota')
  async ingest(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() { userId }: Principal,
    @EffectId() ingestionId: string,
    @Body() { documents, priority = 'normal', chunking = {}, webhookUrl }: IngestBody,
  ): Promise<IngestAcceptedView> {
    const submission = {
      ingestionId,
      submittedBy: userId,
      priority,
      chunking,
      webhookUrl: webhookUrl ?? null,
      documents: documents.map(submittedDocument),
    };
    const { total, skipped } = await this.commands.execute(new StartIngestion(workspaceId, submission));
    return { ok: true, ingestionId, total, skipped };
  }
}
