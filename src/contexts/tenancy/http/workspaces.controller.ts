import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles, SignedIn } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { UpdateWorkspace } from '../commands/update-workspace.command';
import { OpenWorkspace } from '../contracts/open-workspace.command';
import { GetWorkspace } from '../queries/get-workspace.query';
import { ListWorkspaces } from '../queries/list-workspaces.query';
import { WorkspaceView } from '../queries/workspace.view';
import { CreateWorkspaceBody, UpdateWorkspaceBody } from './workspaces.dto';

@ApiTags('Workspaces')
@Controller('workspaces')
export class WorkspacesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @SignedIn()
  @Answers(200, pageOf(WorkspaceView), "The caller's workspaces.")
  @Problems('invalid')
  list(@UserId() userId: string, @Query() page: PageQuery): Promise<Page<WorkspaceView>> {
    return this.queries.execute(new ListWorkspaces(userId, page));
  }

  @Post()
  @SignedIn()
  @Idempotent()
  @Answers(201, WorkspaceView, 'The caller is its owner.')
  @Problems('invalid')
  async create(
    @UserId() userId: string,
    @EffectId() id: string,
    @Body() body: CreateWorkspaceBody,
  ): Promise<WorkspaceView> {
    await this.commands.execute(new OpenWorkspace(id, userId, body.name));
    return this.queries.execute(new GetWorkspace(id, userId));
  }

  @Get(':id')
  @Roles('owner', 'member')
  @WorkspaceFromPath('id')
  @Answers(200, WorkspaceView)
  get(@WorkspaceId() workspaceId: string, @UserId() userId: string): Promise<WorkspaceView> {
    return this.queries.execute(new GetWorkspace(workspaceId, userId));
  }

  @Patch(':id')
  @Roles('owner')
  @WorkspaceFromPath('id')
  @Answers(200, WorkspaceView, 'As it is now; settings that were not named are as before.')
  @Problems('invalid')
  async update(
    @WorkspaceId() workspaceId: string,
    @UserId() userId: string,
    @Body() body: UpdateWorkspaceBody,
  ): Promise<WorkspaceView> {
    await this.commands.execute(new UpdateWorkspace(workspaceId, body));
    return this.queries.execute(new GetWorkspace(workspaceId, userId));
  }
}
