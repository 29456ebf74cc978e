import { Shown } from '../../../../platform/http/view-fields';

export class ScorerSummaryView {
  @Shown({ enum: ['exact', 'contains', 'citation', 'schema', 'policy', 'judge'], example: 'contains' })
  scorer!: string;

  @Shown({ example: 0.92, nullable: true, description: 'Null where it has judged nothing.' })
  mean!: number | null;

  @Shown({ example: 24, description: 'Answers that it has judged.' })
  judged!: number;

  @Shown({ example: 0, description: 'Answers that nobody could judge; they do not count.' })
  notJudged!: number;
}

export class EvalComparisonView {
  @Shown({ example: 3 })
  better!: number;

  @Shown({ example: 1 })
  worse!: number;

  @Shown({ example: 20 })
  same!: number;

  @Shown({ example: 0.84, nullable: true, description: 'Of the version that it is compared with.' })
  baselineScore!: number | null;
}

export class EvalSummaryView {
  @Shown({ example: 0.92, nullable: true, description: 'From 0 to 1; each case weighs the same.' })
  score!: number | null;

  @Shown({ example: true, description: 'Whether the score reaches the threshold.' })
  passed!: boolean;

  @Shown({ example: 0, description: 'Cases that had no answer; they count as 0.' })
  failures!: number;

  @Shown({ type: ScorerSummaryView, isArray: true })
  scorers!: ScorerSummaryView[];

  @Shown({ type: EvalComparisonView, nullable: true })
  comparison!: EvalComparisonView | null;
}

export class EvalRunView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  id!: string;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10',
    nullable: true,
    description: 'Null once the dataset was deleted.',
  })
  datasetId!: string | null;

  @Shown({ example: 'customer-service' })
  agent!: string;

  @Shown({ example: 4 })
  version!: number;

  @Shown({ example: 3, nullable: true })
  compareWith!: number | null;

  @Shown({ example: 0.8 })
  threshold!: number;

  @Shown({ enum: ['running', 'completed', 'failed'], example: 'completed' })
  status!: string;

  @Shown({ example: 24, description: 'Cases.' })
  total!: number;

  @Shown({ example: 24, description: 'Cases that are done.' })
  done!: number;

  @Shown({ type: EvalSummaryView, nullable: true, description: 'Null until every case is done.' })
  summary!: EvalSummaryView | null;

  @Shown({ example: 'The database cannot be reached right now.', nullable: true })
  error!: string | null;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-24T09:31:00.000Z', nullable: true })
  finishedAt!: Date | null;
}
