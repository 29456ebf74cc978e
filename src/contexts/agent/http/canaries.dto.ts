import { Whole } from '../../../platform/http/fields';

export class StartCanaryBody {
  @Whole({ min: 1, max: 1_000_000, example: 4, description: 'One that does not answer now.' })
  version!: number;

  @Whole({ min: 1, max: 99, example: 10, description: 'Of the conversations.' })
  percent!: number;
}
