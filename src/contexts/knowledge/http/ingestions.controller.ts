import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { GetIngestion, IngestionView } from '../queries/get-ingestion.query';

@ApiTags('Knowledge')
@Controller('knowledge/ingestions')
export class IngestionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, IngestionView)
  @Problems('invalid', 'not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<IngestionView> {
    return this.queries.execute(new GetIngestion(workspaceId, id));
  }
}
