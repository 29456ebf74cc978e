import { Shown } from '../../../platform/http/view-fields';

const STAGES = [
  'waiting',
  'fetching',
  'parsing',
  'chunking',
  'embedding',
  'publishing',
  'done',
  'failed',
] as const;

export class SetbackView {
  @Shown({ example: 'embeddings_unavailable' })
  code!: string;

  @Shown({ example: 'The embedding model cannot be reached right now.' })
  detail!: string;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  at!: string;
}

export class DiagnosisView {
  @Shown({ enum: ['queued', 'processing', 'ready', 'failed'], example: 'processing' })
  status!: string;

  @Shown({ enum: STAGES, example: 'embedding' })
  stage!: (typeof STAGES)[number];

  @Shown({ example: '2026-11-21T09:30:00.000Z', description: 'Since when it is there.' })
  since!: Date;

  @Shown({
    example: 'It is being embedded, for 12 seconds now. This is its attempt 1.',
    description: 'What it waits for, what it is doing, or what it died of, in plain words.',
  })
  explanation!: string;

  @Shown({ example: 1, description: 'How often it was taken up since it was last asked for.' })
  attempts!: number;

  @Shown({
    example: 3,
    nullable: true,
    description: 'Documents of this workspace that come first. Null: it does not wait.',
  })
  waitingBefore!: number | null;

  @Shown({ type: SetbackView, nullable: true, description: 'What went wrong last, and may yet go well.' })
  lastError!: SetbackView | null;

  @Shown({ example: '2026-11-21T09:30:10.000Z', nullable: true })
  nextAttemptAt!: Date | null;

  @Shown({ example: true, description: 'Whether trying again can help: ask for it at the dead letters.' })
  canBeRetried!: boolean;
}
