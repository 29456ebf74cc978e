import { Text, Uuid } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';

export class FineTuningBody {
  @Uuid()
  trainingSetId!: string;

  @Text({
    max: 100,
    pattern: /^[A-Za-z0-9][A-Za-z0-9._:/-]*$/,
    example: 'gpt-4o-mini-2024-07-18',
    description: 'One that the provider trains further. Whether it does, shows once it was asked.',
  })
  baseModel!: string;

  @Text({
    optional: true,
    max: 64,
    pattern: /^[A-Za-z0-9][A-Za-z0-9-]*$/,
    example: 'support',
    description: 'Becomes part of the new model’s name.',
  })
  suffix?: string;
}

export class FineTuningAcceptedView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;
}
