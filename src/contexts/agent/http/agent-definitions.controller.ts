import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { ActivateVersion } from '../commands/activate-version.command';
import { ChangeAgent } from '../commands/change-agent.command';
import { CreateAgent } from '../commands/create-agent.command';
import { DeleteAgent } from '../commands/delete-agent.command';
import { AgentsView, AgentVersionView, AgentView } from '../queries/agent.view';
import { GetAgent } from '../queries/get-agent.query';
import { ListAgentVersions } from '../queries/list-agent-versions.query';
import { ListAgents } from '../queries/list-agents.query';
import { ChangeAgentBody, CreateAgentBody } from './agents.dto';
import { versionNumber } from './version-number';

@ApiTags('Agent')
@Controller('agents')
export class AgentDefinitionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, AgentsView)
  list(@WorkspaceId() workspaceId: string): Promise<AgentsView> {
    return this.queries.execute(new ListAgents(workspaceId));
  }

  @Post()
  @Roles('owner')
  @Idempotent()
  @Answers(201, AgentView, 'Its first version. What is left out is as its kind has it.')
  @Problems('invalid', 'conflict')
  async create(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() { userId }: Principal,
    @EffectId() id: string,
    @Body() { slug, kind = 'custom', ...change }: CreateAgentBody,
  ): Promise<AgentView> {
    const agent = { id, slug, kind, change, createdBy: userId };
    await this.commands.execute(new CreateAgent(workspaceId, agent));
    return this.queries.execute(new GetAgent(workspaceId, slug));
  }

  @Get(':slug')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, AgentView, 'The version that answers now.')
  @Problems('not_found')
  get(@WorkspaceId() workspaceId: string, @Param('slug') slug: string): Promise<AgentView> {
    return this.queries.execute(new GetAgent(workspaceId, slug));
  }

  @Patch(':slug')
  @Roles('owner')
  @Answers(200, AgentView, 'A new version with this changed, made of the one that answers now.')
  @Problems('invalid', 'not_found', 'conflict')
  async change(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() { userId }: Principal,
    @Param('slug') slug: string,
    @Body() { expectedVersion, activate = true, ...change }: ChangeAgentBody,
  ): Promise<AgentView> {
    const wish = { change, expectedVersion: expectedVersion ?? null, activate, changedBy: userId };
    await this.commands.execute(new ChangeAgent(workspaceId, slug, wish));
    return this.queries.execute(new GetAgent(workspaceId, slug));
  }

  @Delete(':slug')
  @Roles('owner')
  @Answers(204, undefined, 'With all of its versions. Its runs stay.')
  @Problems('not_found', 'conflict')
  async delete(@WorkspaceId() workspaceId: string, @Param('slug') slug: string): Promise<void> {
    await this.commands.execute(new DeleteAgent(workspaceId, slug));
  }

  @Get(':slug/versions')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, pageOf(AgentVersionView), 'Newest first.')
  @Problems('invalid', 'not_found')
  versions(
    @WorkspaceId() workspaceId: string,
    @Param('slug') slug: string,
    @Query() page: PageQuery,
  ): Promise<Page<AgentVersionView>> {
    return this.queries.execute(new ListAgentVersions(workspaceId, slug, page));
  }

  @Post(':slug/versions/:number/activate')
  @Roles('owner')
  @Answers(200, AgentView, 'This version answers from now on; 0 is the agent as it came.')
  @Problems('not_found')
  async activate(
    @WorkspaceId() workspaceId: string,
    @Param('slug') slug: string,
    @Param('number', versionNumber) version: number,
  ): Promise<AgentView> {
    await this.commands.execute(new ActivateVersion(workspaceId, slug, version));
    return this.queries.execute(new GetAgent(workspaceId, slug));
  }
}
