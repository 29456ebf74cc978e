import { Shown } from '../http/view-fields';

const WEBHOOK_STATES = ['pending', 'delivered', 'failed'] as const;
type WebhookState = (typeof WEBHOOK_STATES)[number];

export class WebhookDeliveryView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10', description: 'Also the header webhook-id.' })
  id!: string;

  @Shown({ example: 'https://example.com/hooks/parley', description: 'Without its query.' })
  url!: string;

  @Shown({ example: 'knowledge.ingestion-finished' })
  type!: string;

  @Shown({ enum: WEBHOOK_STATES, example: 'delivered' })
  status!: WebhookState;

  @Shown({ example: 1, description: 'Since it was last asked for.' })
  attempts!: number;

  @Shown({ example: 200, nullable: true, description: 'Null while nobody has answered.' })
  lastStatus!: number | null;

  @Shown({ example: 'The receiver answered 500.', nullable: true })
  lastError!: string | null;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-21T10:00:01.000Z', nullable: true })
  deliveredAt!: Date | null;
}
