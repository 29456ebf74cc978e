import { Email, Flag, Nested, OneOf, Text, TextList } from '../../../platform/http/fields';
import { CHANNELS, GOALS, INDUSTRIES, type IntakeAnswers, TONES } from '../contracts/intake-answers';

const WEBSITE = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?([/?#]\S*)?$/i;

export class IntakeAnswersBody implements IntakeAnswers {
  @Text({ max: 120, example: 'Acme' })
  company!: string;

  @OneOf(INDUSTRIES)
  industry!: IntakeAnswers['industry'];

  @Text({ optional: true, max: 200, pattern: WEBSITE, example: 'https://shop.example' })
  website?: string;

  @OneOf(TONES)
  tone!: IntakeAnswers['tone'];

  @TextList({ min: 1, max: 10, each: { max: 2, pattern: /^[a-z]{2}$/ }, example: ['en', 'de'] })
  languages!: string[];

  @OneOf(GOALS)
  goal!: IntakeAnswers['goal'];

  @TextList({
    max: CHANNELS.length,
    each: { pattern: new RegExp(`^(${CHANNELS.join('|')})$`) },
    example: ['web', 'email'],
  })
  channels!: IntakeAnswers['channels'];

  @Flag()
  hasDocuments!: boolean;

  @Flag({ example: false })
  takesPayments!: boolean;

  @Email({ optional: true, example: 'help@example.com' })
  handoverEmail?: string;

  @Text({ optional: true, max: 500, example: 'Monday to Friday, nine to five' })
  openingHours?: string;
}

export class SubmitIntakeBody {
  @Nested(() => IntakeAnswersBody)
  answers!: IntakeAnswersBody;
}
