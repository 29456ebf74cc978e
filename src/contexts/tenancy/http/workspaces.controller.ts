import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf } from '../../../platform/http/page';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { RecentSignIn } from '../../../platform/security/recent-sign-in';
import { Roles, SignedIn } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { DeleteWorkspace } from '../commands/delete-workspace.command';
import { RestoreWorkspace } from '../commands/restore-workspace.command';
import { UpdateWorkspace } from '../commands/update-workspace.command';
import { OpenWorkspace } from '../contracts/open-workspace.command';
import { GetWorkspace } from '../queries/get-workspace.query';
import { ListWorkspaces } from '../queries/list-workspaces.query';
import { WorkspaceView } from '../queries/workspace.view';
import { CreateWorkspaceBody, ListWorkspacesQuery, UpdateWorkspaceBody } from './workspaces.dto';

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
  list(@UserId() userId: string, @Query() page: ListWorkspacesQuery): Promise<Page<WorkspaceView>> {
    return this.queries.execute(new ListWorkspaces(userId, page));
  }

  @Post()
  @SignedIn()
  @Idempotent()
  @Answers(201, WorkspaceView, 'The caller is its owner. Who owns 20 opens and restores no more.')
  @Problems('invalid', 'conflict')
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
  @Problems('invalid', 'conflict')
  async update(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @UserId() userId: string,
    @Body() body: UpdateWorkspaceBody,
  ): Promise<WorkspaceView> {
    await this.commands.execute(new UpdateWorkspace(workspaceId, body, caller.isStrong));
    return this.queries.execute(new GetWorkspace(workspaceId, userId));
  }

  @Delete(':id')
  @Roles('owner')
  @RecentSignIn()
  @WorkspaceFromPath('id')
  @Answers(204, undefined, 'Gone for everybody at once. Its owners can restore it until it is purged.')
  async delete(@WorkspaceId() workspaceId: string): Promise<void> {
    await this.commands.execute(new DeleteWorkspace(workspaceId));
  }

  /** Not @WorkspaceFromPath: to the guard a deleted workspace is none. */
  @Post(':id/restore')
  @SignedIn()
  @Answers(200, WorkspaceView, 'Open again, with its members and all that was in it.')
  @Problems('invalid', 'not_found', 'conflict')
  async restore(@UserId() userId: string, @Param('id', ParseUUIDPipe) id: string): Promise<WorkspaceView> {
    await this.commands.execute(new RestoreWorkspace(id, userId));
    return this.queries.execute(new GetWorkspace(id, userId));
  }
}
