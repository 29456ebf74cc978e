import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { Shown } from '../../../platform/http/view-fields';
import { GetConversation } from './get-conversation.query';

export class MessageSourceView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  documentId!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11' })
  chunkId!: string;

  @Shown({ example: 'Account guide' })
  title!: string;

  @Shown({ example: 'https://example.com/account', nullable: true })
  url!: string | null;

  @Shown({ example: 0.82 })
  score!: number;
}

export class MessageView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  id!: string;

  @Shown({ enum: ['user', 'assistant', 'system'], example: 'assistant' })
  role!: string;

  @Shown({ example: 'Open Settings and choose "Reset password". [1]' })
  content!: string;

  @Shown({ type: MessageSourceView, isArray: true, nullable: true })
  sources!: MessageSourceView[] | null;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13', nullable: true })
  runId!: string | null;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;
}

export class ListMessages extends Query<Page<MessageView>> {
  constructor(
    readonly workspaceId: string,
    readonly conversationId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListMessages)
export class ListMessagesHandler implements IQueryHandler<ListMessages> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ workspaceId, conversationId, page }: ListMessages): Promise<Page<MessageView>> {
    await this.queries.execute(new GetConversation(workspaceId, conversationId));
    const rows = await this.database.query<MessageView>(
      workspaceId,
      sql`
        SELECT id, role, content, sources, run_id AS "runId", created_at AS "createdAt"
        FROM conversation.messages
        WHERE workspace_id = ${workspaceId} AND conversation_id = ${conversationId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
