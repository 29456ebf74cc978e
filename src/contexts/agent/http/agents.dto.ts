import { Decimal, Flag, Nested, OneOf, Text, TextList, Whole } from '../../../platform/http/fields';

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const LANGUAGE = /^[a-z]{2}$/;
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const TOOL = /^[a-zA-Z0-9_.:-]{1,128}$/;
const LONGEST_PROMPT = 8_000;

class AgentRetrievalBody {
  @Flag({ optional: true, description: 'Whether documents are looked up at all.' })
  enabled?: boolean;

  @Whole({ optional: true, min: 1, max: 20, example: 5 })
  limit?: number;

  @Decimal({ optional: true, nullable: true, min: 0, max: 1, example: 0.2 })
  threshold?: number | null;

  @OneOf(['hybrid', 'vector', 'keyword'], { optional: true })
  mode?: 'hybrid' | 'vector' | 'keyword';
}

class GuardrailsBody {
  @OneOf(['off', 'mark', 'block'], {
    optional: true,
    description: 'Messages that try to turn the agent round.',
  })
  injection?: 'off' | 'mark' | 'block';

  @OneOf(['off', 'mask', 'block'], {
    optional: true,
    description: 'Addresses and numbers of people in messages, before a provider of models sees them.',
  })
  personalDataIn?: 'off' | 'mask' | 'block';

  @OneOf(['off', 'mask', 'block'], { optional: true, description: 'The same in replies.' })
  personalDataOut?: 'off' | 'mask' | 'block';

  @TextList({
    optional: true,
    max: 50,
    each: { min: 2, max: 100 },
    example: ['legal advice'],
    description: 'Words and phrases that the agent does not speak about.',
  })
  bannedTopics?: string[];

  @TextList({
    optional: true,
    max: 20,
    each: { max: 2, pattern: LANGUAGE },
    example: ['en', 'de'],
    description: 'ISO 639-1; none: every language.',
  })
  languages?: string[];

  @OneOf(['off', 'mark', 'refuse'], {
    optional: true,
    description: 'What happens to a reply that the documents do not carry.',
  })
  groundedness?: 'off' | 'mark' | 'refuse';

  @Decimal({
    optional: true,
    min: 0,
    max: 1,
    example: 0.5,
    description: 'The least share of its sentences that they have to carry.',
  })
  groundednessThreshold?: number;

  @OneOf(['off', 'strip'], {
    optional: true,
    description: 'Links and images in replies that lead neither to a source nor to an allowed host.',
  })
  links?: 'off' | 'strip';

  @TextList({ optional: true, max: 50, each: { max: 253, pattern: HOST }, example: ['example.com'] })
  allowedHosts?: string[];
}

class AgentSettingsBody {
  @Text({
    optional: true,
    nullable: true,
    max: LONGEST_PROMPT,
    example: 'You answer for a shop of garden tools.',
    description: 'In place of ours. It is taken as it stands: no braces are filled in.',
  })
  systemPrompt?: string | null;

  @OneOf(['professional', 'friendly', 'technical'], { optional: true })
  persona?: 'professional' | 'friendly' | 'technical';

  @OneOf(['concise', 'balanced', 'detailed'], { optional: true })
  responseStyle?: 'concise' | 'balanced' | 'detailed';

  @Text({ optional: true, min: 0, max: LONGEST_PROMPT, example: 'Name the opening hours where they matter.' })
  instructions?: string;

  @Text({ optional: true, nullable: true, max: 100, example: 'gpt-4o-mini' })
  model?: string | null;

  @Decimal({ optional: true, min: 0, max: 2, example: 0.7 })
  temperature?: number;

  @Whole({ optional: true, min: 16, max: 8_192, example: 500 })
  maxOutputTokens?: number;

  @Nested(() => AgentRetrievalBody, { optional: true })
  retrieval?: AgentRetrievalBody;

  @TextList({
    optional: true,
    max: 64,
    each: { max: 128, pattern: TOOL },
    example: ['search_knowledge'],
    description: 'The tools it may use, if whoever asks may use them too.',
  })
  tools?: string[];

  @Nested(() => GuardrailsBody, { optional: true })
  guardrails?: GuardrailsBody;
}

export class CreateAgentBody extends AgentSettingsBody {
  @Text({ max: 64, pattern: SLUG, example: 'sales', description: 'How it is called in addresses.' })
  slug!: string;

  @Text({ max: 100, example: 'Sales' })
  name!: string;

  @OneOf(['customer-service', 'custom'], { optional: true, example: 'custom' })
  kind?: 'customer-service' | 'custom';
}

export class ChangeAgentBody extends AgentSettingsBody {
  @Text({ optional: true, max: 100, example: 'Sales' })
  name?: string;

  @Whole({
    optional: true,
    min: 0,
    max: 1_000_000,
    example: 0,
    description: 'The version that was read. If another one answers by now, nothing is changed (409).',
  })
  expectedVersion?: number;

  @Flag({
    optional: true,
    description: 'False keeps the version that answers now, so that this one can be tried on a share first.',
  })
  activate?: boolean;
}
