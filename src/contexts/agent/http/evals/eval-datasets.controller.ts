import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
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
import { AddRunToDataset } from '../../commands/evals/add-run-to-dataset.command';
import { CreateEvalDataset } from '../../commands/evals/create-eval-dataset.command';
import { DeleteEvalDataset } from '../../commands/evals/delete-eval-dataset.command';
import { EvalDatasetView, EvalDatasetWithCasesView } from '../../queries/evals/eval-dataset.view';
import { GetEvalDataset } from '../../queries/evals/get-eval-dataset.query';
import { ListEvalDatasets } from '../../queries/evals/list-eval-datasets.query';
import { EvalDatasetBody, EvalDatasetCreatedView, RunAsCaseBody } from './eval-datasets.dto';

@ApiTags('Evals')
@Controller('evals/datasets')
export class EvalDatasetsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @Answers(201, EvalDatasetCreatedView, 'Questions with what is expected of their answers; it never changes.')
  create(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() { userId }: Principal,
    @EffectId() id: string,
    @Body() body: EvalDatasetBody,
  ): Promise<EvalDatasetCreatedView> {
    return this.commands.execute(new CreateEvalDataset(workspaceId, { ...body, id, createdBy: userId }));
  }

  @Post(':id/cases/from-run')
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @Answers(201, EvalDatasetCreatedView, 'The next version of the dataset, with the run as a further case.')
  @Problems('invalid', 'not_found', 'conflict')
  addRun(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() { userId }: Principal,
    @Param('id', ParseUUIDPipe) datasetId: string,
    @EffectId() id: string,
    @Body() { runId, match }: RunAsCaseBody,
  ): Promise<EvalDatasetCreatedView> {
    const added = { id, datasetId, runId, match, createdBy: userId };
    return this.commands.execute(new AddRunToDataset(workspaceId, added));
  }

  @Get()
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:read')
  @Answers(200, pageOf(EvalDatasetView), 'Newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<EvalDatasetView>> {
    return this.queries.execute(new ListEvalDatasets(workspaceId, page));
  }

  @Get(':id')
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:read')
  @Answers(200, EvalDatasetWithCasesView)
  @Problems('invalid', 'not_found')
  get(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<EvalDatasetWithCasesView> {
    return this.queries.execute(new GetEvalDataset(workspaceId, id));
  }

  @Delete(':id')
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:run')
  @Answers(204, undefined, 'What its runs have found stays.')
  @Problems('invalid', 'not_found', 'conflict')
  async delete(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.commands.execute(new DeleteEvalDataset(workspaceId, id));
  }
}
