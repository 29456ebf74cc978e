import { Decimal, Text, Uuid, Whole } from '../../../../platform/http/fields';
import { Shown } from '../../../../platform/http/view-fields';

const HIGHEST_VERSION = 1_000_000;

export class EvalRunBody {
  @Uuid()
  datasetId!: string;

  @Text({ max: 100, example: 'customer-service', description: 'The slug of the agent.' })
  agent!: string;

  @Whole({
    optional: true,
    min: 0,
    max: HIGHEST_VERSION,
    example: 4,
    description: 'Else the one that answers now.',
  })
  version?: number;

  @Whole({
    optional: true,
    min: 0,
    max: HIGHEST_VERSION,
    example: 3,
    description: 'Another version that answers every case as well.',
  })
  compareWith?: number;

  @Decimal({ optional: true, min: 0, max: 1, example: 0.8, description: 'What the score has to reach.' })
  threshold: number = 0.8;
}

export class EvalRunAcceptedView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  id!: string;
}
