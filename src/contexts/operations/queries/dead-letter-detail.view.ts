import { Shown } from '../../../platform/http/view-fields';
import { DeadLetterView } from './dead-letter.view';

const STATUSES = ['open', 'retried', 'discarded', 'resolved'] as const;

export class FormerDeadLetterView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a09' })
  id!: string;

  @Shown({ enum: STATUSES, example: 'retried' })
  status!: string;

  @Shown({ example: 'EmbeddingFailed' })
  errorClass!: string;

  @Shown({ example: 3 })
  attempts!: number;

  @Shown({ example: '2026-11-21T08:30:00.000Z' })
  firstFailedAt!: Date;

  @Shown({ example: '2026-11-21T08:31:00.000Z' })
  lastFailedAt!: Date;

  @Shown({ example: '2026-11-21T09:00:00.000Z', nullable: true })
  closedAt!: Date | null;
}

export class DeadLetterDetailView extends DeadLetterView {
  @Shown({
    enum: STATUSES,
    example: 'open',
    description: 'Resolved: what it was about is no more, or has been done in another way.',
  })
  status!: string;

  @Shown({ example: '2026-11-21T10:00:00.000Z', nullable: true })
  closedAt!: Date | null;

  @Shown({ example: 'empty_document', nullable: true, description: 'The machine word, where it has one.' })
  errorCode!: string | null;

  @Shown({ example: 'knowledge.indexing-retry-asked.v1', description: 'The event that a retry says again.' })
  eventType!: string;

  @Shown({
    example: { aggregateId: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' },
    description: 'The ids in that event, by their names; none of its words.',
  })
  references!: Record<string, string>;

  @Shown({
    type: FormerDeadLetterView,
    isArray: true,
    description: 'Other letters about the same, newest first: at most 20.',
  })
  history!: FormerDeadLetterView[];
}
