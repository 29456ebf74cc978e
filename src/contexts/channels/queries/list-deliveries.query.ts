import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { Shown } from '../../../platform/http/view-fields';
import { GetChannel } from './get-channel.query';

export class DeliveryView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11',
    description: 'The reply of which it is a piece.',
  })
  replyId!: string;

  @Shown({ example: 0 })
  part!: number;

  @Shown({ example: '4815162342', description: 'The chat, number or address that it goes to.' })
  thread!: string;

  @Shown({ example: 'You can return goods within 30 days.' })
  text!: string;

  @Shown({
    enum: ['queued', 'sent', 'failed', 'dead'],
    example: 'sent',
    description:
      'failed: nobody knows whether it was sent, and it is not sent again. dead: it was not, and waits for an operator.',
  })
  status!: string;

  @Shown({ example: 1 })
  attempts!: number;

  @Shown({ example: '118', nullable: true, description: 'What the provider calls it.' })
  providerMessageId!: string | null;

  @Shown({ example: 'The provider has answered 403.', nullable: true })
  error!: string | null;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-21T09:30:01.000Z', nullable: true })
  sentAt!: Date | null;
}

export class ListDeliveries extends Query<Page<DeliveryView>> {
  constructor(
    readonly workspaceId: string,
    readonly channelId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ workspaceId, channelId, page }: ListDeliveries): Promise<Page<DeliveryView>> {
    await this.queries.execute(new GetChannel(workspaceId, channelId));
    const rows = await this.database.query<DeliveryView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, reply_id AS "replyId", part, thread, text, status, attempts,
          provider_message_id AS "providerMessageId", error, created_at AS "createdAt", sent_at AS "sentAt"
        FROM channels.outbound
        WHERE workspace_id = ${workspaceId} AND channel_id = ${channelId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
