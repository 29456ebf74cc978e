import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { type InboundEventView } from './inbound-event.view';

export class ListInboundEvents extends Query<Page<InboundEventView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
    readonly status: string | null,
  ) {
    super();
  }
}

@QueryHandler(ListInboundEvents)
export class ListInboundEventsHandler implements IQueryHandler<ListInboundEvents> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page, status }: ListInboundEvents): Promise<Page<InboundEventView>> {
    const rows = await this.database.query<InboundEventView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, channel_id AS "channelId", kind, source, provider_message_id AS "providerMessageId", sender AS from,
          sender_name AS "fromName", text, occurred_at AS "occurredAt", received_at AS "receivedAt", status, outcome,
          attempts, conversation_id AS "conversationId", run_id AS "runId", error
        FROM channels.inbox
        WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
          AND (${status}::text IS NULL OR status = ${status})
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
