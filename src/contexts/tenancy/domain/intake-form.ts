import { CHANNELS, GOALS, INDUSTRIES, type IntakeAnswers, TONES } from '../contracts/intake-answers';

export interface IntakeQuestion {
  readonly name: keyof IntakeAnswers;
  readonly label: string;
  readonly kind: 'text' | 'choice' | 'choices' | 'languages' | 'yes_no' | 'url' | 'email';
  readonly isRequired: boolean;
  readonly choices: readonly string[];
}

/** In the order in which they are asked. */
export const INTAKE_FORM: readonly IntakeQuestion[] = [
  ask('company', 'text', 'What is your company called?'),
  ask('industry', 'choice', 'Which industry are you in?', INDUSTRIES),
  optional('website', 'url', 'Where is your website?'),
  ask('tone', 'choice', 'How should the assistant sound?', TONES),
  ask('languages', 'languages', 'Which languages do your customers write in? Your own first.'),
  ask('goal', 'choice', 'What should the assistant do above all?', GOALS),
  ask('channels', 'choices', 'Where do your customers reach you?', CHANNELS),
  ask('hasDocuments', 'yes_no', 'Do you have documents that it should answer from?'),
  ask('takesPayments', 'yes_no', 'Should customers be able to pay?'),
  optional('handoverEmail', 'email', 'Who takes over when the assistant cannot help?'),
  optional('openingHours', 'text', 'When are your people there?'),
];

function ask(
  name: keyof IntakeAnswers,
  kind: IntakeQuestion['kind'],
  label: string,
  choices: readonly string[] = [],
): IntakeQuestion {
  return { name, label, kind, isRequired: true, choices };
}

function optional(name: keyof IntakeAnswers, kind: IntakeQuestion['kind'], label: string): IntakeQuestion {
  return { ...ask(name, kind, label), isRequired: false };
}
