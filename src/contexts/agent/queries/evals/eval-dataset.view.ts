import { Shown } from '../../../../platform/http/view-fields';

export class EvalDatasetView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'Questions about returns' })
  name!: string;

  @Shown({ example: 3, description: 'Counts up with each dataset of the same name.' })
  version!: number;

  @Shown({ example: 24, description: 'Cases.' })
  total!: number;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;
}

export class EvalCaseView {
  @Shown({ example: 'How long can I return goods?' })
  input!: string;

  @Shown({ example: '30 days', optional: true })
  expected?: string;

  @Shown({ enum: ['exact', 'contains'], example: 'contains', optional: true })
  match?: string;

  @Shown({ type: String, isArray: true, example: ['Returns'], optional: true })
  mustCite?: string[];

  @Shown({ example: 'Names the time limit, and is friendly.', optional: true })
  rubric?: string;

  @Shown({ example: { type: 'object', required: ['days'] }, optional: true })
  schema?: object;

  @Shown({ type: String, isArray: true, example: ['cites_a_source'], optional: true })
  policies?: string[];
}

export class EvalDatasetWithCasesView extends EvalDatasetView {
  @Shown({ type: EvalCaseView, isArray: true })
  cases!: EvalCaseView[];
}
