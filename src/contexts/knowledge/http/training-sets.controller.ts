import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { ReceivesUpload, UploadedFile } from '../../../platform/http/upload/receives-upload';
import { type Upload } from '../../../platform/http/upload/uploads';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { CreateTrainingSet } from '../commands/create-training-set.command';
import { DeleteTrainingSet } from '../commands/delete-training-set.command';
import { GetTrainingSet } from '../queries/get-training-set.query';
import { ListTrainingSets } from '../queries/list-training-sets.query';
import { TrainingSetView, TrainingSetWithExamplesView } from '../queries/training-set.view';
import { examplesOf } from './training-file';
import { TrainingSetBody, TrainingSetCreatedView } from './training-sets.dto';

@ApiTags('Knowledge')
@Controller('knowledge/training-sets')
export class TrainingSetsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Roles('owner', 'member', 'service')
  @NeedsScope('knowledge:write')
  @Idempotent()
  @ReceivesUpload({ file: 'file', json: ['examples'], body: TrainingSetBody })
  @Answers(201, TrainingSetCreatedView, 'Questions and answers that a model can be trained with.')
  async create(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() { userId }: Principal,
    @EffectId() id: string,
    @UploadedFile() file: Upload | null,
    @Body() body: TrainingSetBody,
  ): Promise<TrainingSetCreatedView> {
    const trainingSet = { id, name: body.name, examples: await examplesOf(body, file), createdBy: userId };
    return this.commands.execute(new CreateTrainingSet(workspaceId, trainingSet));
  }

  @Get()
  @Roles('owner', 'member', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, pageOf(TrainingSetView), 'Newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<TrainingSetView>> {
    return this.queries.execute(new ListTrainingSets(workspaceId, page));
  }

  @Get(':id')
  @Roles('owner', 'member', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, TrainingSetWithExamplesView)
  @Problems('invalid', 'not_found')
  get(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<TrainingSetWithExamplesView> {
    return this.queries.execute(new GetTrainingSet(workspaceId, id));
  }

  @Delete(':id')
  @Roles('owner', 'member', 'service')
  @NeedsScope('knowledge:write')
  @Answers(204, undefined, 'Models that were trained with it stay.')
  @Problems('invalid', 'not_found', 'conflict')
  async delete(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.commands.execute(new DeleteTrainingSet(workspaceId, id));
  }
}
