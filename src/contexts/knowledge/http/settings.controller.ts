import { Body, Controller, Get, Patch } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { UpdateKnowledgeSettings } from '../commands/update-settings.command';
import { GetKnowledgeSettings, KnowledgeSettingsView } from '../queries/get-settings.query';
import { UpdateSettingsBody } from './settings.dto';

@ApiTags('Knowledge')
@Controller('knowledge/settings')
export class KnowledgeSettingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, KnowledgeSettingsView)
  get(@WorkspaceId() workspaceId: string): Promise<KnowledgeSettingsView> {
    return this.queries.execute(new GetKnowledgeSettings(workspaceId));
  }

  @Patch()
  @Roles('owner')
  @Answers(200, KnowledgeSettingsView, 'For documents and searches from now on.')
  @Problems('invalid')
  async update(
    @WorkspaceId() workspaceId: string,
    @Body() body: UpdateSettingsBody,
  ): Promise<KnowledgeSettingsView> {
    await this.commands.execute(new UpdateKnowledgeSettings(workspaceId, body));
    return this.queries.execute(new GetKnowledgeSettings(workspaceId));
  }
}
