import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { FindConversation, type FoundConversation } from '../contracts/find-conversation.query';

@QueryHandler(FindConversation)
export class FindConversationHandler implements IQueryHandler<FindConversation> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, conversationId }: FindConversation): Promise<FoundConversation | null> {
    const [found] = await this.database.query<FoundConversation & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, status FROM conversation.conversations
        WHERE workspace_id = ${workspaceId} AND id = ${conversationId} AND deleted_at IS NULL`,
    );
    return found ?? null;
  }
}
