import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../../platform/http/document-route';
import { EffectId } from '../../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../../platform/http/page';
import { CurrentPrincipal } from '../../../../platform/security/current-principal';
import { type Principal } from '../../../../platform/security/principal';
import { Roles } from '../../../../platform/security/roles';
import { NeedsScope } from '../../../../platform/security/scopes';
import { WorkspaceId } from '../../../../platform/security/workspace-id';
import { readersOf } from '../../../knowledge/contracts/readers-of';
import { StartEvalRun } from '../../commands/evals/start-eval-run.command';
import { EvalResultView } from '../../queries/evals/eval-result.view';
import { EvalRunView } from '../../queries/evals/eval-run.view';
import { GetEvalRun } from '../../queries/evals/get-eval-run.query';
import { ListEvalResults } from '../../queries/evals/list-eval-results.query';
import { ListEvalRuns } from '../../queries/evals/list-eval-runs.query';
import { EvalRunAcceptedView, EvalRunBody } from './eval-runs.dto';

@ApiTags('Evals')
@Controller('evals/runs')
export class EvalRunsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @Answers(202, EvalRunAcceptedView, 'The agent answers every case, without a conversation.')
  @Problems('invalid', 'not_found', 'conflict')
  async start(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @EffectId() id: string,
    @Body() { version, compareWith, ...body }: EvalRunBody,
  ): Promise<EvalRunAcceptedView> {
    const versions = { version: version ?? null, compareWith: compareWith ?? null };
    const run = { ...body, ...versions, id, readers: readersOf(caller), createdBy: caller.userId };
    await this.commands.execute(new StartEvalRun(workspaceId, run));
    return { id };
  }

  @Get()
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:read')
  @Answers(200, pageOf(EvalRunView), 'Newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<EvalRunView>> {
    return this.queries.execute(new ListEvalRuns(workspaceId, page));
  }

  @Get(':id')
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:read')
  @Answers(200, EvalRunView)
  @Problems('invalid', 'not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<EvalRunView> {
    return this.queries.execute(new GetEvalRun(workspaceId, id));
  }

  @Get(':id/cases')
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:read')
  @Answers(200, pageOf(EvalResultView), 'Each case with its answers and scores, what was done last first.')
  @Problems('invalid', 'not_found')
  cases(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<EvalResultView>> {
    return this.queries.execute(new ListEvalResults(workspaceId, id, page));
  }
}
