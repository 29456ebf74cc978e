import { Module } from '@nestjs/common';
import { OpenConversationHandler } from './commands/open-conversation.handler';
import { PostMessageHandler } from './commands/post-message.handler';
import { PostReplyHandler } from './commands/post-reply.handler';
import { ConversationsController } from './http/conversations.controller';
import { ConversationDataHolder } from './infrastructure/conversation.data-holder';
import { FindConversationHandler } from './queries/find-conversation.handler';
import { GetConversationHandler } from './queries/get-conversation.query';
import { ListConversationsHandler } from './queries/list-conversations.query';
import { ListMessagesHandler } from './queries/list-messages.query';
import { PostReplyOnTurnCompleted } from './reactions/post-reply-on-turn-completed';
import { PostReplyOnTurnPaused } from './reactions/post-reply-on-turn-paused';

@Module({
  controllers: [ConversationsController],
  providers: [
    OpenConversationHandler,
    PostMessageHandler,
    PostReplyHandler,
    FindConversationHandler,
    GetConversationHandler,
    ListConversationsHandler,
    ListMessagesHandler,
    PostReplyOnTurnCompleted,
    PostReplyOnTurnPaused,
    ConversationDataHolder,
  ],
})
export class ConversationModule {}
