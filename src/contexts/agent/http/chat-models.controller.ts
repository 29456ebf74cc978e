import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { FailsAs } from '../../../platform/http/failure-voice';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { ChatModelsView, ChatModelView } from '../queries/chat-model.view';
import { GetChatModel } from '../queries/get-chat-model.query';
import { ListChatModels } from '../queries/list-chat-models.query';
import { OpenAiErrorView } from './openai/chat-completion.view';
import { openAiFailure } from './openai/openai-failure';

@ApiTags('Agent')
@Controller('openai/models')
export class ChatModelsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Answers(200, ChatModelsView, 'The agents of the workspace, as models of OpenAI’s API.')
  @FailsAs(openAiFailure, OpenAiErrorView)
  list(@WorkspaceId() workspaceId: string): Promise<ChatModelsView> {
    return this.queries.execute(new ListChatModels(workspaceId));
  }

  @Get(':slug')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Answers(200, ChatModelView)
  @Problems('not_found')
  @FailsAs(openAiFailure, OpenAiErrorView)
  get(@WorkspaceId() workspaceId: string, @Param('slug') slug: string): Promise<ChatModelView> {
    return this.queries.execute(new GetChatModel(workspaceId, slug));
  }
}
