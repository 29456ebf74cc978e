import { Shown } from '../../../platform/http/view-fields';

export class InboundEventView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: null, type: String, nullable: true, description: 'Null: an integration has sent it on.' })
  channelId!: string | null;

  @Shown({ example: 'sms' })
  kind!: string;

  @Shown({ example: 'sms:twilio', description: 'Within it, ids of messages are unique.' })
  source!: string;

  @Shown({ example: 'SM5f3c' })
  providerMessageId!: string;

  @Shown({ example: '+4930123456' })
  from!: string;

  @Shown({ example: 'Ada', nullable: true })
  fromName!: string | null;

  @Shown({ example: 'How long can I return goods?' })
  text!: string;

  @Shown({ example: '2026-11-21T09:29:58.000Z' })
  occurredAt!: Date;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  receivedAt!: Date;

  @Shown({ enum: ['received', 'handled', 'failed'], example: 'handled' })
  status!: string;

  @Shown({ enum: ['answered', 'command', 'unanswered'], example: 'answered', nullable: true })
  outcome!: string | null;

  @Shown({ example: 1 })
  attempts!: number;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11', nullable: true })
  conversationId!: string | null;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10', nullable: true })
  runId!: string | null;

  @Shown({ example: 'There is no such agent.', nullable: true })
  error!: string | null;
}
