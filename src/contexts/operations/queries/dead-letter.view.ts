import { Shown } from '../../../platform/http/view-fields';

export class DeadLetterView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11', nullable: true })
  workspaceId!: string | null;

  @Shown({
    enum: ['queue', 'reaction'],
    example: 'queue',
    description: 'A job that failed, or a reaction to an event.',
  })
  source!: string;

  @Shown({ example: 'ingest', description: 'The queue or the reaction.' })
  queue!: string;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12',
    description: 'What it was about: a document, an event …',
  })
  subjectId!: string;

  @Shown({ example: 'EmbeddingFailed' })
  errorClass!: string;

  @Shown({ example: 'The embedding service answered 500' })
  error!: string;

  @Shown({ example: 3 })
  attempts!: number;

  @Shown({ example: 'req-5f0c9e1e', nullable: true })
  requestId!: string | null;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  firstFailedAt!: Date;

  @Shown({ example: '2026-11-21T09:31:00.000Z' })
  lastFailedAt!: Date;
}
