import { Shown } from '../../../platform/http/view-fields';

export class TriedVersionView {
  @Shown({ example: 4 })
  version!: number;

  @Shown({ example: 120, description: 'Finished since the trial began, up to its end.' })
  runs!: number;

  @Shown({ example: 2 })
  failures!: number;

  @Shown({ example: 0.74, nullable: true, type: Number, description: 'Mean; null: no run yet.' })
  confidence!: number | null;

  @Shown({ example: 5 })
  thumbsDown!: number;
}

export class CanaryView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ enum: ['running', 'promoted', 'ended', 'rolled_back'], example: 'running' })
  status!: string;

  @Shown({ example: 10, description: 'Of the conversations.' })
  percent!: number;

  @Shown({ example: null, nullable: true, type: String, description: 'Why it was taken back.' })
  reason!: string | null;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  startedAt!: Date;

  @Shown({ example: null, nullable: true, type: Date })
  endedAt!: Date | null;

  @Shown({ type: TriedVersionView })
  trial!: TriedVersionView;

  @Shown({ type: TriedVersionView })
  against!: TriedVersionView;
}
