import { Shown } from '../../../platform/http/view-fields';

export class TrainingSetView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'Answers of the support team' })
  name!: string;

  @Shown({ example: 240, description: 'Different examples.' })
  total!: number;

  @Shown({ example: 3, description: 'Examples that were there more than once, and were left out.' })
  skipped!: number;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;
}

export class TrainingExampleView {
  @Shown({ example: 'How long can I return goods?' })
  question!: string;

  @Shown({ example: 'For 30 days from delivery.' })
  answer!: string;

  @Shown({ example: 'You answer for a shop.', optional: true })
  systemPrompt?: string;
}

export class TrainingSetWithExamplesView extends TrainingSetView {
  @Shown({ type: TrainingExampleView, isArray: true, description: 'The first three.' })
  examples!: TrainingExampleView[];
}
