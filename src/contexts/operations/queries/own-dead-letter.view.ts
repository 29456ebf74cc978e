import { Shown } from '../../../platform/http/view-fields';
import { QUEUES } from '../../../platform/queues/queue-names';

export class OwnDeadLetterErrorView {
  @Shown({ example: 'empty_document' })
  code!: string;

  @Shown({ example: 'The document has no text.' })
  detail!: string;
}

export class OwnDeadLetterView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ enum: QUEUES, example: 'ingest', description: 'What kind of work it was.' })
  queue!: string;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12',
    description: 'What it was about: a document, a mail, an export.',
  })
  subjectId!: string;

  @Shown({ type: OwnDeadLetterErrorView })
  error!: OwnDeadLetterErrorView;

  @Shown({ example: 3 })
  attempts!: number;

  @Shown({ example: 'req-5f0c9e1e', nullable: true })
  requestId!: string | null;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  firstFailedAt!: Date;

  @Shown({ example: '2026-11-21T09:31:00.000Z' })
  lastFailedAt!: Date;
}
