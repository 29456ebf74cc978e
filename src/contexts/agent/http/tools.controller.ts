import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { CreateHttpTool } from '../commands/create-http-tool.command';
import { DeleteHttpTool } from '../commands/delete-http-tool.command';
import { UpdateHttpTool } from '../commands/update-http-tool.command';
import { GetHttpTool } from '../queries/get-http-tool.query';
import { ListTools } from '../queries/list-tools.query';
import { HttpToolView, ToolListView } from '../queries/tool.view';
import { CreateToolBody, UpdateToolBody } from './tools.dto';

const DEFAULT_TIMEOUT_MS = 10_000;

@ApiTags('Agent')
@Controller('tools')
export class ToolsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, ToolListView, 'What agents of this workspace can be given to use.')
  list(@WorkspaceId() workspaceId: string): Promise<ToolListView> {
    return this.queries.execute(new ListTools(workspaceId));
  }

  @Get(':id')
  @Roles('owner', 'member')
  @Answers(200, HttpToolView)
  @Problems('invalid', 'not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<HttpToolView> {
    return this.queries.execute(new GetHttpTool(workspaceId, id));
  }

  @Post()
  @Roles('owner')
  @Idempotent()
  @Answers(201, HttpToolView, 'Calls somebody’s HTTP interface. It serves agents that list it.')
  async create(
    @WorkspaceId() workspaceId: string,
    @UserId() createdBy: string,
    @EffectId() id: string,
    @Body() body: CreateToolBody,
  ): Promise<HttpToolView> {
    const { headers = {}, secretHeaders = {}, allowedHosts = null, roles = null, ...rest } = body;
    const { requiresApproval = false, timeoutMs = DEFAULT_TIMEOUT_MS } = body;
    const form = { ...rest, headers, secretHeaders, allowedHosts, roles, requiresApproval, timeoutMs };
    await this.commands.execute(new CreateHttpTool(workspaceId, { ...form, id, createdBy }));
    return this.queries.execute(new GetHttpTool(workspaceId, id));
  }

  @Patch(':id')
  @Roles('owner')
  @Answers(200, HttpToolView, 'From the next call on. The name stays.')
  @Problems('invalid', 'not_found', 'conflict', 'unprocessable')
  async update(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateToolBody,
  ): Promise<HttpToolView> {
    await this.commands.execute(new UpdateHttpTool(workspaceId, id, body));
    return this.queries.execute(new GetHttpTool(workspaceId, id));
  }

  @Delete(':id')
  @Roles('owner')
  @Answers(204, undefined, 'Agents that list it go on without it.')
  @Problems('invalid', 'not_found')
  async delete(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.commands.execute(new DeleteHttpTool(workspaceId, id));
  }
}
