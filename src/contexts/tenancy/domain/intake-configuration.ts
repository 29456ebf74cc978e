import { type IntakeAnswers, type Subsystem } from '../contracts/intake-answers';
import { type WorkspaceSettings } from '../contracts/workspace-settings';

/** What a customer's answers make of their workspace. The second factor is no matter of taste: it is not asked for. */
export interface ClientConfig {
  readonly settings: Omit<WorkspaceSettings, 'requireSecondFactor'>;
  readonly subsystems: readonly Subsystem[];
}

/** How long conversations are kept where the law or custom of the industry says so. */
const RETENTION_DAYS: Readonly<Record<IntakeAnswers['industry'], number>> = {
  retail: 365,
  hospitality: 365,
  health: 90,
  finance: 3_650,
  education: 180,
  software: 365,
  events: 730,
  other: 365,
};

const MANNER: Readonly<Record<IntakeAnswers['tone'], string>> = {
  friendly: 'warm and friendly',
  formal: 'polite and formal',
  playful: 'light-hearted and playful',
  concise: 'brief and to the point',
};

const TASK: Readonly<Record<IntakeAnswers['goal'], string>> = {
  support: 'Help customers with what they have bought and how to use it.',
  sales: 'Help customers to find what suits them, and never press them.',
  booking: 'Help customers to find a free date and to book it.',
  internal: 'Help colleagues to find what the company knows.',
};

export function configurationFrom(answers: IntakeAnswers): ClientConfig {
  return {
    settings: {
      defaultModel: null,
      persona: `The assistant of ${oneLine(answers.company)}, ${MANNER[answers.tone]}.`,
      systemPrompt: promptFrom(answers),
      retentionDays: RETENTION_DAYS[answers.industry],
      allowedOrigins: originsOf(answers.website),
    },
    subsystems: subsystemsFor(answers),
  };
}

function promptFrom({ goal, languages, openingHours, handoverEmail }: IntakeAnswers): string {
  const [first = 'en', ...others] = languages;
  const lines = [
    TASK[goal],
    others.length > 0
      ? `Answer in the language of the question if it is one of ${languages.join(', ')}; otherwise in ${first}.`
      : `Answer in ${first}.`,
    openingHours && `People are there: ${oneLine(openingHours)}.`,
    handoverEmail && `Where you cannot help, name ${handoverEmail} as the one to write to.`,
  ];
  return lines.filter(Boolean).join('\n');
}

function subsystemsFor(answers: IntakeAnswers): Subsystem[] {
  const wanted: Record<Subsystem, boolean> = {
    agent: true,
    knowledge: answers.hasDocuments || answers.goal === 'internal',
    channels: answers.channels.length > 0,
    billing: answers.takesPayments,
    venue: answers.industry === 'events',
  };
  return (Object.keys(wanted) as Subsystem[]).filter((name) => wanted[name]);
}

/** The widget runs on the customer's own site, whichever page of it they named. */
function originsOf(website: string | undefined): string[] {
  const origin = /^https?:\/\/[^/?#]+/i.exec(website ?? '')?.[0];
  return origin ? [origin.toLowerCase()] : [];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
}
