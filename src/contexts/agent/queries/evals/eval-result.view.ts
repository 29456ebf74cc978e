import { Shown } from '../../../../platform/http/view-fields';
import { SourceView } from '../run.view';

export class ScoreView {
  @Shown({ enum: ['exact', 'contains', 'citation', 'schema', 'policy', 'judge'], example: 'contains' })
  scorer!: string;

  @Shown({ example: 1, nullable: true, description: 'From 0 to 1; null where it was not judged.' })
  value!: number | null;

  @Shown({ example: 'The answer contains what was expected.' })
  reason!: string;
}

export class EvalAnswerView {
  @Shown({ example: 'You can return goods within 30 days. [1]' })
  reply!: string;

  @Shown({ enum: ['remote', 'llm', 'rules'], example: 'rules' })
  planner!: string;

  @Shown({ example: 0.86 })
  confidence!: number;

  @Shown({ type: SourceView, isArray: true })
  sources!: SourceView[];
}

export class CaseOutcomeView {
  @Shown({ type: EvalAnswerView, nullable: true })
  answer!: EvalAnswerView | null;

  @Shown({ type: ScoreView, isArray: true })
  scores!: ScoreView[];

  @Shown({ example: 1, nullable: true, description: 'The mean of the scores that count.' })
  score!: number | null;

  @Shown({ example: 'The operation was aborted due to timeout', nullable: true })
  error!: string | null;

  @Shown({ example: 812 })
  milliseconds!: number;
}

export class EvalResultView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a14' })
  id!: string;

  @Shown({ example: 1, description: 'The place of the case in its dataset, from 1.' })
  ordinal!: number;

  @Shown({ example: 'How long can I return goods?' })
  input!: string;

  @Shown({ type: CaseOutcomeView })
  outcome!: CaseOutcomeView;

  @Shown({ type: CaseOutcomeView, nullable: true, description: 'Of the version that it is compared with.' })
  baseline!: CaseOutcomeView | null;

  @Shown({ enum: ['better', 'worse', 'same'], example: 'same', nullable: true })
  comparison!: string | null;
}
