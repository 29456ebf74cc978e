import { Shown } from '../../../../platform/http/view-fields';

export class InvariantView {
  @Shown({
    enum: ['duplicates_are_answered_once', 'what_arrives_is_answered'],
    example: 'duplicates_are_answered_once',
  })
  name!: string;

  @Shown({ example: true })
  held!: boolean;

  @Shown({ example: '3 messages arrived again, 0 were answered twice.' })
  detail!: string;
}

export class SimulationSummaryView {
  @Shown({
    type: String,
    isArray: true,
    example: ['answered', 'escalated'],
    description: 'Of each customer: answered, unanswered, escalated, failed or lost.',
  })
  outcomes!: string[];

  @Shown({ type: InvariantView, isArray: true })
  invariants!: InvariantView[];
}

export class SimulationView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  id!: string;

  @Shown({ example: 'customer-service' })
  agent!: string;

  @Shown({ example: 42 })
  seed!: number;

  @Shown({ example: { duplicate: 0.1, reorder: 0, loss: 0, delayMs: 500 } })
  faults!: object;

  @Shown({ example: 600 })
  ratePerMinute!: number;

  @Shown({ enum: ['running', 'completed', 'failed'], example: 'completed' })
  status!: string;

  @Shown({ example: 2 })
  customers!: number;

  @Shown({ example: 12, description: 'Messages, copies and lost ones included.' })
  total!: number;

  @Shown({ type: SimulationSummaryView, nullable: true, description: 'Null until it has ended.' })
  summary!: SimulationSummaryView | null;

  @Shown({ example: 'The database cannot be reached right now.', nullable: true })
  error!: string | null;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-24T09:31:00.000Z', nullable: true })
  finishedAt!: Date | null;
}

export class TranscriptLineView {
  @Shown({ example: 0, description: 'Of the customer, from 0.' })
  customer!: number;

  @Shown({ example: 0, description: 'Of the customer’s messages, from 0; a copy has the same.' })
  message!: number;

  @Shown({ example: 'How long can I return goods?' })
  content!: string;

  @Shown({ enum: ['on_its_way', 'lost', 'answered', 'failed'], example: 'answered' })
  fate!: string;

  @Shown({ example: 'You can return goods within 30 days. [1]', nullable: true })
  reply!: string | null;

  @Shown({ enum: ['remote', 'llm', 'rules'], example: 'rules', nullable: true })
  planner!: string | null;

  @Shown({ example: 0.86, nullable: true })
  confidence!: number | null;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13' })
  conversationId!: string;

  @Shown({ example: 'No answer within 20000 ms', nullable: true })
  error!: string | null;
}

export class SimulationWithTranscriptView extends SimulationView {
  @Shown({ type: TranscriptLineView, isArray: true, description: 'Customer by customer, as it arrived.' })
  transcript!: TranscriptLineView[];
}
