import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { GetRun } from '../queries/get-run.query';
import { ListRuns } from '../queries/list-runs.query';
import { RunView } from '../queries/run.view';

@ApiTags('Agent')
@Controller('agent/runs')
export class AgentRunsController {
  constructor(private readonly queries: QueryBus) {}

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
}
