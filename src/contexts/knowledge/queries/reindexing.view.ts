import { Shown } from '../../../platform/http/view-fields';
import { REINDEXING_STATUSES, type ReindexingStatus } from '../domain/reindexing';

export class RecallReportView {
  @Shown({ example: 50, description: 'Each is a heading, or the first words of a passage.' })
  questions!: number;

  @Shown({ example: 12_000 })
  comparedChunks!: number;

  @Shown({
    example: 0.71,
    description: 'The part of the ten nearest passages that both models find, from 0 to 1.',
  })
  overlapAt10!: number;

  @Shown({ example: 44, description: 'How often the old model found the passage itself.' })
  foundByOld!: number;

  @Shown({ example: 48, description: 'How often the new model did.' })
  foundByNew!: number;
}

export class ReindexingProblemView {
  @Shown({ example: 'embedding_refused' })
  code!: string;

  @Shown({ example: 'The embedding model refuses a part of the text.' })
  detail!: string;
}

export class ReindexingView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11' })
  id!: string;

  @Shown({ example: 'text-embedding-ada-002' })
  fromModel!: string;

  @Shown({ example: 'text-embedding-3-small', description: 'The same as before: missing vectors only.' })
  toModel!: string;

  @Shown({ enum: ['automatic', 'manual'], example: 'automatic' })
  flip!: string;

  @Shown({
    enum: REINDEXING_STATUSES,
    example: 'running',
    description: '`ready` waits for its flip; `flipped`: the workspace is searched with the new model.',
  })
  status!: ReindexingStatus;

  @Shown({ example: 12_000, nullable: true, description: 'Texts to embed; null until they are counted.' })
  total!: number | null;

  @Shown({ example: 4_100 })
  embedded!: number;

  @Shown({
    type: RecallReportView,
    nullable: true,
    description: 'How both models find; null before that is known, and where there is nothing to compare.',
  })
  report!: RecallReportView | null;

  @Shown({ type: ReindexingProblemView, nullable: true, description: 'Why it failed, or waits.' })
  error!: ReindexingProblemView | null;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a0a', nullable: true })
  requestedBy!: string | null;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-24T09:31:00.000Z' })
  updatedAt!: Date;

  @Shown({ example: '2026-11-24T09:40:00.000Z', nullable: true })
  finishedAt!: Date | null;
}
