import { Shown } from '../../../platform/http/view-fields';
import { CHANNELS, GOALS, INDUSTRIES, SUBSYSTEMS, TONES } from '../contracts/intake-answers';

export class IntakeAnswersView {
  @Shown({ example: 'Acme' })
  company!: string;

  @Shown({ enum: INDUSTRIES, example: 'retail' })
  industry!: string;

  @Shown({ example: 'https://shop.example', optional: true })
  website?: string;

  @Shown({ enum: TONES, example: 'friendly' })
  tone!: string;

  @Shown({ example: ['en', 'de'], isArray: true })
  languages!: string[];

  @Shown({ enum: GOALS, example: 'support' })
  goal!: string;

  @Shown({ enum: CHANNELS, example: ['web', 'email'], isArray: true })
  channels!: string[];

  @Shown({ example: true })
  hasDocuments!: boolean;

  @Shown({ example: false })
  takesPayments!: boolean;

  @Shown({ example: 'help@example.com', optional: true })
  handoverEmail?: string;

  @Shown({ example: 'Monday to Friday, nine to five', optional: true })
  openingHours?: string;
}

export class ConfiguredSettingsView {
  @Shown({ example: 'gpt-4o-mini', nullable: true })
  defaultModel!: string | null;

  @Shown({ example: 'The assistant of Acme, warm and friendly.' })
  persona!: string;

  @Shown({ example: 'Answer in en.' })
  systemPrompt!: string;

  @Shown({ example: 365 })
  retentionDays!: number;

  @Shown({ example: ['https://shop.example'], isArray: true })
  allowedOrigins!: string[];
}

export class ClientConfigView {
  @Shown({ type: ConfiguredSettingsView, description: 'What was set; it may have been changed since.' })
  settings!: ConfiguredSettingsView;

  @Shown({ enum: SUBSYSTEMS, example: ['agent', 'knowledge'], isArray: true })
  subsystems!: string[];
}

export class IntakeView {
  @Shown({ type: IntakeAnswersView })
  answers!: IntakeAnswersView;

  @Shown({ type: ClientConfigView })
  configuration!: ClientConfigView;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  submittedAt!: Date;
}
