import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { PostMessage, type PostedMessage, type WindowMessage } from '../contracts/post-message.command';

const WINDOW_MESSAGES = 10;
const TITLE_LENGTH = 80;

@CommandHandler(PostMessage)
export class PostMessageHandler implements ICommandHandler<PostMessage> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  execute(command: PostMessage): Promise<PostedMessage> {
    return command.conversation.isNew ? this.start(command) : this.continue(command);
  }

  private async start({
    workspaceId,
    messageId,
    content,
    conversation,
  }: PostMessage): Promise<PostedMessage> {
    const now = this.clock.now();
    await this.database.query(
      workspaceId,
      sql`
        WITH started AS (
          INSERT INTO conversation.conversations (workspace_id, id, title, started_by, created_at, updated_at)
          VALUES (${workspaceId}, ${conversation.id}, ${titleFrom(content)}, ${conversation.startedBy}, ${now}, ${now})
          ON CONFLICT DO NOTHING)
        INSERT INTO conversation.messages (workspace_id, id, conversation_id, role, content, created_at)
        VALUES (${workspaceId}, ${messageId}, ${conversation.id}, 'user', ${content}, ${now})
        ON CONFLICT DO NOTHING`,
    );
    return { conversationId: conversation.id, window: [] };
  }

  private async continue({
    workspaceId,
    messageId,
    content,
    conversation,
  }: PostMessage): Promise<PostedMessage> {
    const [found] = await this.database.query<{ window: WindowMessage[] }>(
      workspaceId,
      sql`
        WITH thread AS (
          SELECT id FROM conversation.conversations
          WHERE workspace_id = ${workspaceId} AND id = ${conversation.id} AND deleted_at IS NULL
        ), posted AS (
          INSERT INTO conversation.messages (workspace_id, id, conversation_id, role, content, created_at)
          SELECT ${workspaceId}, ${messageId}, id, 'user', ${content}, ${this.clock.now()} FROM thread
          ON CONFLICT DO NOTHING)
        SELECT (
          SELECT coalesce(json_agg(json_build_object('role', role, 'content', content) ORDER BY id), '[]')
          FROM (
            SELECT id, role, content FROM conversation.messages
            WHERE workspace_id = ${workspaceId} AND conversation_id = thread.id AND id <> ${messageId}
            ORDER BY id DESC LIMIT ${WINDOW_MESSAGES}) AS recent) AS window
        FROM thread`,
    );
    if (!found) throw notFound('conversation');
    return { conversationId: conversation.id, window: found.window };
  }
}

function titleFrom(content: string): string {
  const line = content.trim().replace(/\s+/g, ' ');
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH - 1).trimEnd()}…` : line;
}
