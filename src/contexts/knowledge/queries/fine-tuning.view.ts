import { Shown } from '../../../platform/http/view-fields';

export class FineTuningView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a0f',
    nullable: true,
    description: 'Null once the training set was deleted.',
  })
  trainingSetId!: string | null;

  @Shown({ example: 'gpt-4o-mini-2024-07-18' })
  baseModel!: string;

  @Shown({ example: 'support', nullable: true })
  suffix!: string | null;

  @Shown({ enum: ['preparing', 'running', 'succeeded', 'failed', 'cancelled'], example: 'succeeded' })
  status!: string;

  @Shown({
    example: false,
    description: 'Somebody has asked for its end; the provider may not have heard yet.',
  })
  cancelAsked!: boolean;

  @Shown({ example: 'ftjob-abc123', nullable: true })
  providerJobId!: string | null;

  @Shown({
    example: 'ft:gpt-4o-mini-2024-07-18:acme:support:9abcdef',
    nullable: true,
    description: 'The name under which the provider knows the new model.',
  })
  fineTunedModel!: string | null;

  @Shown({ example: 48_210, nullable: true })
  trainedTokens!: number | null;

  @Shown({
    example: 'Step 90/300: training loss=0.42',
    nullable: true,
    description: 'The provider’s last word.',
  })
  lastEvent!: string | null;

  @Shown({ example: 'The training file has an example that is too long.', nullable: true })
  error!: string | null;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-24T09:52:00.000Z' })
  updatedAt!: Date;
}
