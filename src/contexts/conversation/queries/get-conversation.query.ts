import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type ConversationView } from './conversation.view';

export class GetConversation extends Query<ConversationView> {
  constructor(
    readonly workspaceId: string,
    readonly conversationId: string,
  ) {
    super();
  }
}

@QueryHandler(GetConversation)
export class GetConversationHandler implements IQueryHandler<GetConversation> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, conversationId }: GetConversation): Promise<ConversationView> {
    const [conversation] = await this.database.query<ConversationView>(
      workspaceId,
      sql`
        SELECT id, title, status, channel, created_at AS "createdAt"
        FROM conversation.conversations
        WHERE workspace_id = ${workspaceId} AND id = ${conversationId} AND deleted_at IS NULL`,
    );
    if (!conversation) throw notFound('conversation');
    return conversation;
  }
}
