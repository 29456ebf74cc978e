import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { PostReply } from '../contracts/post-reply.command';

@CommandHandler(PostReply)
export class PostReplyHandler implements ICommandHandler<PostReply> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, conversationId, reply }: PostReply): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        INSERT INTO conversation.messages (workspace_id, id, conversation_id, role, content, sources, run_id, created_at)
        SELECT ${workspaceId}, ${reply.id}, id, 'assistant', ${reply.content}, ${JSON.stringify(reply.sources)}::jsonb,
          ${reply.runId}, ${this.clock.now()}
        FROM conversation.conversations
        WHERE workspace_id = ${workspaceId} AND id = ${conversationId} AND deleted_at IS NULL
        ON CONFLICT DO NOTHING`,
    );
  }
}
