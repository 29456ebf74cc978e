import { Controller, Get, Headers, Param, ParseUUIDPipe } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type EventStream, StreamsEvents } from '../../../platform/http/event-stream';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { GetIngestion, IngestionView } from '../queries/get-ingestion.query';
import { IngestionEvents } from './ingestion-events';

const STREAM = {
  'text/event-stream': { schema: { type: 'string' as const, example: 'event: progress\ndata: {}\n\n' } },
};

@ApiTags('Knowledge')
@Controller('knowledge/ingestions')
export class IngestionsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly events: IngestionEvents,
  ) {}

  @Get(':id')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, IngestionView)
  @Problems('invalid', 'not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<IngestionView> {
    return this.queries.execute(new GetIngestion(workspaceId, id));
  }

  @Get(':id/events')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @StreamsEvents()
  @ApiProduces('text/event-stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was seen.',
    schema: { type: 'string', maxLength: 200 },
  })
  @ApiResponse({
    status: 200,
    description: '`progress` at every change, `completed` at the end; each carries the ingestion.',
    content: STREAM,
  })
  @Problems('invalid', 'not_found')
  follow(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('last-event-id') lastSeen: string | undefined,
  ): Promise<EventStream> {
    return this.events.follow(workspaceId, id, lastSeen);
  }
}
