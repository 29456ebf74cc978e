import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { ConversationView } from './conversation.view';

export class ListConversations extends Query<Page<ConversationView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListConversations)
export class ListConversationsHandler implements IQueryHandler<ListConversations> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListConversations): Promise<Page<ConversationView>> {
    const rows = await this.database.query<ConversationView>(
      workspaceId,
      sql`
        SELECT id, title, status, channel, created_at AS "createdAt"
        FROM conversation.conversations
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
