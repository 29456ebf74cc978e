import { Body, Controller, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type EventStream, StreamsEvents } from '../../../platform/http/event-stream';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { CancelRun } from '../commands/cancel-run.command';
import { RateRun } from '../commands/rate-run.command';
import { GetRun } from '../queries/get-run.query';
import { ListRuns } from '../queries/list-runs.query';
import { RunView } from '../queries/run.view';
import { FeedbackBody } from './feedback.dto';
import { RunEvents } from './run-events';

const STREAM = {
  'text/event-stream': {
    schema: { type: 'string' as const, example: 'event: token\ndata: {"token":"Open"}\n\n' },
  },
};

@ApiTags('Agent')
@Controller('agent/runs')
export class AgentRunsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly events: RunEvents,
  ) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, pageOf(RunView), 'Newest first, each with its tool call and what every planner did.')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<RunView>> {
    return this.queries.execute(new ListRuns(workspaceId, page));
  }

  @Get(':id')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, RunView)
  @Problems('not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<RunView> {
    return this.queries.execute(new GetRun(workspaceId, id));
  }

  @Get(':id/events')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @StreamsEvents()
  @ApiProduces('text/event-stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was seen: what came after it is told, and then what is new.',
    schema: { type: 'string', maxLength: 200 },
  })
  @ApiResponse({ status: 200, description: 'The events of a streamed run, for 15 minutes.', content: STREAM })
  @Problems('invalid', 'not_found')
  follow(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('last-event-id') lastSeen: string | undefined,
  ): Promise<EventStream> {
    return this.events.follow(workspaceId, id, lastSeen);
  }

  @Post(':id/cancel')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Answers(
    204,
    undefined,
    'The run ends within a second, wherever it runs; what was said until then is kept.',
  )
  @Problems('not_found', 'conflict')
  cancel(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.commands.execute(new CancelRun(workspaceId, id));
  }

  @Post(':id/feedback')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Answers(204, undefined, 'The latest word counts.')
  @Problems('not_found')
  rate(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { rating, comment }: FeedbackBody,
  ): Promise<void> {
    return this.commands.execute(new RateRun(workspaceId, id, { rating, comment: comment ?? null }));
  }
}
