import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { ConversationView } from '../queries/conversation.view';
import { GetConversation } from '../queries/get-conversation.query';
import { ListConversations } from '../queries/list-conversations.query';
import { ListMessages, MessageView } from '../queries/list-messages.query';

@ApiTags('Conversation')
@Controller('conversations')
export class ConversationsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('conversations:read')
  @Answers(200, pageOf(ConversationView), 'Newest first.')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<ConversationView>> {
    return this.queries.execute(new ListConversations(workspaceId, page));
  }

  @Get(':id')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('conversations:read')
  @Answers(200, ConversationView)
  @Problems('not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<ConversationView> {
    return this.queries.execute(new GetConversation(workspaceId, id));
  }

  @Get(':id/messages')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('conversations:read')
  @Answers(200, pageOf(MessageView), 'Newest first.')
  @Problems('not_found')
  messages(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<MessageView>> {
    return this.queries.execute(new ListMessages(workspaceId, id, page));
  }
}
