import { OneOf, Text } from '../../../platform/http/fields';
import { type Rating } from '../commands/rate-run.command';

export class FeedbackBody {
  @OneOf(['helpful', 'unhelpful'], { description: 'What the answer was worth.' })
  rating!: Rating;

  @Text({ optional: true, max: 2_000, example: 'That was quick.' })
  comment?: string;
}
