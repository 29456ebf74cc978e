import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf } from '../../../platform/http/page';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { CreateTask } from '../commands/create-task.command';
import { UpdateTask } from '../commands/update-task.command';
import { GetTask } from '../queries/get-task.query';
import { ListTasks } from '../queries/list-tasks.query';
import { TaskView } from '../queries/task.view';
import { CreateTaskBody, TaskListQuery, UpdateTaskBody } from './tasks.dto';

@ApiTags('Agent')
@Controller('tasks')
export class TasksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, pageOf(TaskView), 'What agents and people have asked people to do, newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() selection: TaskListQuery): Promise<Page<TaskView>> {
    return this.queries.execute(new ListTasks(workspaceId, selection));
  }

  @Get(':id')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, TaskView)
  @Problems('invalid', 'not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<TaskView> {
    return this.queries.execute(new GetTask(workspaceId, id));
  }

  @Post()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @Answers(201, TaskView)
  async create(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() { userId }: Principal,
    @EffectId() id: string,
    @Body() body: CreateTaskBody,
  ): Promise<TaskView> {
    const { title, description = '', assigneeId = null, conversationId = null } = body;
    const task = { id, title, description, assigneeId, conversationId, runId: null, createdBy: userId };
    await this.commands.execute(new CreateTask(workspaceId, { ...task, kind: 'ticket' }));
    return this.queries.execute(new GetTask(workspaceId, id));
  }

  @Patch(':id')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Answers(200, TaskView)
  @Problems('invalid', 'not_found', 'conflict', 'unprocessable')
  async update(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateTaskBody,
  ): Promise<TaskView> {
    await this.commands.execute(new UpdateTask(workspaceId, id, body));
    return this.queries.execute(new GetTask(workspaceId, id));
  }
}
