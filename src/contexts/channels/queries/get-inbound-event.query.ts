import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type InboundEventView } from './inbound-event.view';

export class GetInboundEvent extends Query<InboundEventView> {
  constructor(
    readonly workspaceId: string,
    readonly eventId: string,
  ) {
    super();
  }
}

@QueryHandler(GetInboundEvent)
export class GetInboundEventHandler implements IQueryHandler<GetInboundEvent> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, eventId }: GetInboundEvent): Promise<InboundEventView> {
    const [event] = await this.database.query<InboundEventView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, channel_id AS "channelId", kind, source, provider_message_id AS "providerMessageId", sender AS from,
          sender_name AS "fromName", text, occurred_at AS "occurredAt", received_at AS "receivedAt", status, outcome,
          attempts, conversation_id AS "conversationId", run_id AS "runId", error
        FROM channels.inbox WHERE workspace_id = ${workspaceId} AND id = ${eventId}`,
    );
    if (!event) throw notFound('event');
    return event;
  }
}
