import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { CancelFineTuning } from '../commands/cancel-fine-tuning.command';
import { StartFineTuning } from '../commands/start-fine-tuning.command';
import { FineTuningView } from '../queries/fine-tuning.view';
import { GetFineTuning } from '../queries/get-fine-tuning.query';
import { ListFineTunings } from '../queries/list-fine-tunings.query';
import { FineTuningAcceptedView, FineTuningBody } from './fine-tunings.dto';

@ApiTags('Knowledge')
@Controller('knowledge/fine-tunings')
export class FineTuningsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Roles('owner')
  @Idempotent()
  @Answers(
    202,
    FineTuningAcceptedView,
    'The provider is asked within moments; training takes it minutes or hours.',
  )
  @Problems('invalid', 'not_found', 'conflict', 'unavailable')
  async start(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() { userId }: Principal,
    @EffectId() id: string,
    @Body() { suffix, ...body }: FineTuningBody,
  ): Promise<FineTuningAcceptedView> {
    const fineTuning = { ...body, id, suffix: suffix ?? null, createdBy: userId };
    await this.commands.execute(new StartFineTuning(workspaceId, fineTuning));
    return { id };
  }

  @Get()
  @Roles('owner', 'member')
  @Answers(200, pageOf(FineTuningView), 'Newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<FineTuningView>> {
    return this.queries.execute(new ListFineTunings(workspaceId, page));
  }

  @Get(':id')
  @Roles('owner', 'member')
  @Answers(200, FineTuningView)
  @Problems('invalid', 'not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<FineTuningView> {
    return this.queries.execute(new GetFineTuning(workspaceId, id));
  }

  @Post(':id/cancel')
  @Roles('owner')
  @Answers(202, FineTuningView, 'The provider is told within moments, and may have finished by then.')
  @Problems('invalid', 'not_found', 'conflict')
  async cancel(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<FineTuningView> {
    await this.commands.execute(new CancelFineTuning(workspaceId, id));
    return this.queries.execute(new GetFineTuning(workspaceId, id));
  }
}
