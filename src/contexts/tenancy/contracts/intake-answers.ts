export const INDUSTRIES = [
  'retail',
  'hospitality',
  'health',
  'finance',
  'education',
  'software',
  'events',
  'other',
] as const;
export const TONES = ['friendly', 'formal', 'playful', 'concise'] as const;
export const GOALS = ['support', 'sales', 'booking', 'internal'] as const;
export const CHANNELS = ['web', 'email', 'telegram', 'discord', 'slack', 'sms', 'voice', 'webhook'] as const;
export const SUBSYSTEMS = ['agent', 'knowledge', 'channels', 'billing', 'venue'] as const;

export type Subsystem = (typeof SUBSYSTEMS)[number];

/** What a new customer tells about themselves. */
export interface IntakeAnswers {
  readonly company: string;
  readonly industry: (typeof INDUSTRIES)[number];
  readonly website?: string;
  readonly tone: (typeof TONES)[number];
  /** ISO 639-1, the preferred one first. */
  readonly languages: readonly string[];
  readonly goal: (typeof GOALS)[number];
  readonly channels: readonly (typeof CHANNELS)[number][];
  readonly hasDocuments: boolean;
  readonly takesPayments: boolean;
  readonly handoverEmail?: string;
  readonly openingHours?: string;
}
