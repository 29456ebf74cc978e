import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { notFound } from '../../../kernel/domain-error';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf } from '../../../platform/http/page';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { DescribeWorkspace } from '../../tenancy/contracts/describe-workspace.query';
import { CancelReindexing } from '../commands/cancel-reindexing.command';
import { FlipReindexing } from '../commands/flip-reindexing.command';
import { StartReindexing } from '../commands/start-reindexing.command';
import { GetReindexing } from '../queries/get-reindexing.query';
import { ListReindexings } from '../queries/list-reindexings.query';
import { ReindexingView } from '../queries/reindexing.view';
import {
  ReindexingsQuery,
  ReindexingStartedView,
  StartReindexingBody,
  WorkspaceOfReindexing,
} from './reindexing.dto';

@ApiTags('Operations')
@Controller('admin/knowledge/reindex')
export class AdminReindexingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Roles('admin')
  @Answers(202, ReindexingStartedView, 'Searches stay with the model of now until every text is embedded.')
  @Problems('invalid', 'not_found', 'conflict')
  async start(
    @Body() { workspaceId, model, flip }: StartReindexingBody,
    @CurrentPrincipal() { userId }: Principal,
  ): Promise<ReindexingStartedView> {
    if (!(await this.queries.execute(new DescribeWorkspace(workspaceId)))) throw notFound('workspace');
    const flips = flip === 'manual' ? 'on_request' : 'automatically';
    const wanted = { model, flips, requestedBy: userId } as const;
    return { reindexingId: await this.commands.execute(new StartReindexing(workspaceId, wanted)) };
  }

  @Get()
  @Roles('admin')
  @Answers(200, pageOf(ReindexingView), 'Of one workspace, newest first.')
  @Problems('invalid')
  list(@Query() { workspaceId, ...page }: ReindexingsQuery): Promise<Page<ReindexingView>> {
    return this.queries.execute(new ListReindexings(workspaceId, page));
  }

  @Get(':id')
  @Roles('admin')
  @Answers(200, ReindexingView)
  @Problems('invalid', 'not_found')
  get(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { workspaceId }: WorkspaceOfReindexing,
  ): Promise<ReindexingView> {
    return this.queries.execute(new GetReindexing(workspaceId, id));
  }

  @Post(':id/flip')
  @Roles('admin')
  @Answers(202, ReindexingView, 'What has come in since is embedded first; then searches use the new model.')
  @Problems('invalid', 'not_found', 'conflict')
  async flip(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { workspaceId }: WorkspaceOfReindexing,
  ): Promise<ReindexingView> {
    await this.commands.execute(new FlipReindexing(workspaceId, id));
    return this.queries.execute(new GetReindexing(workspaceId, id));
  }

  @Delete(':id')
  @Roles('admin')
  @Answers(204, undefined, 'Searches stay with the model of now.')
  @Problems('invalid', 'not_found', 'conflict')
  async cancel(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { workspaceId }: WorkspaceOfReindexing,
  ): Promise<void> {
    await this.commands.execute(new CancelReindexing(workspaceId, id));
  }
}
