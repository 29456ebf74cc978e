import { Flag, JsonObject, OneOf, Text, Whole } from '../../../platform/http/fields';
import { CHANNEL_KINDS, type ChannelKind } from '../contracts/channel-kind';

const NAME = { max: 100, example: 'Support bot' };
const AGENT = { max: 64, example: 'customer-service', description: 'Who answers.' };
const MODEL = {
  max: 200,
  optional: true,
  nullable: true,
  example: 'gpt-4o-mini',
  description: 'A model of the catalogue; null: as the agent or the workspace has it.',
};
const IDLE = {
  min: 1,
  max: 10_080,
  optional: true,
  example: 30,
  description: 'After so much silence the next message begins a new conversation.',
};
const CREDENTIALS = {
  maxBytes: 16 * 1_024,
  example: { botToken: '123456:AAE', secretToken: 'a-long-random-word' },
  description: 'By what the kind of channel needs. Encrypted, and never shown again.',
};

export class CreateChannelBody {
  @OneOf(CHANNEL_KINDS, { example: 'telegram' })
  kind!: ChannelKind;

  @Text(NAME)
  name!: string;

  @Text(AGENT)
  agent!: string;

  @JsonObject({ ...CREDENTIALS, optional: true })
  credentials?: Record<string, unknown>;

  @Text(MODEL)
  defaultModel?: string | null;

  @Whole(IDLE)
  idleMinutes?: number;
}

export class UpdateChannelBody {
  @Text({ ...NAME, optional: true })
  name?: string;

  @Text({ ...AGENT, optional: true })
  agent?: string;

  @JsonObject({
    ...CREDENTIALS,
    optional: true,
    description: 'Those named are replaced. Of a signing secret, the one before stays valid beside it.',
  })
  credentials?: Record<string, unknown>;

  @Flag({ optional: true, description: 'Ends a rotation: secrets that were replaced are valid no more.' })
  dropFormerSecrets?: boolean;

  @Text(MODEL)
  defaultModel?: string | null;

  @Whole(IDLE)
  idleMinutes?: number;
}
