import { ListOf, Text } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';

const LONGEST_TEXT = 8_000;

export class TrainingExampleBody {
  @Text({ max: LONGEST_TEXT, example: 'How long can I return goods?' })
  question!: string;

  @Text({ max: LONGEST_TEXT, example: 'For 30 days from delivery.' })
  answer!: string;

  @Text({ optional: true, max: LONGEST_TEXT, example: 'You answer for a shop.' })
  systemPrompt?: string;
}

export class TrainingSetBody {
  @Text({ max: 200, example: 'Answers of the support team' })
  name!: string;

  @ListOf(() => TrainingExampleBody, {
    optional: true,
    min: 10,
    max: 5_000,
    description: 'Or a JSONL file in its place, with one such object a line.',
  })
  examples?: TrainingExampleBody[];
}

export class TrainingSetCreatedView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 240, description: 'Different examples.' })
  total!: number;

  @Shown({ example: 3, description: 'Examples that were there more than once, and were left out.' })
  skipped!: number;

  @Shown({
    example: false,
    description: 'Whether the workspace had the same examples already: then nothing was added.',
  })
  duplicate!: boolean;
}
