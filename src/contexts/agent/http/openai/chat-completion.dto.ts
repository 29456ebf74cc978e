import { Decimal, Flag, ListOf, Nested, OneOf, Text, Uuid, Whole } from '../../../../platform/http/fields';
import { OpenForm } from '../../../../platform/http/open-form';
import { type ChatContent, ContentOfMessage } from './chat-content';

const ROLES = ['user', 'assistant', 'system', 'developer', 'tool', 'function'] as const;

@OpenForm()
export class ChatMessageForm {
  @OneOf(ROLES)
  role!: (typeof ROLES)[number];

  @ContentOfMessage()
  content?: ChatContent;
}

@OpenForm()
export class StreamOptionsForm {
  @Flag({ optional: true, nullable: true, description: 'A last chunk tells how many tokens were used.' })
  include_usage?: boolean | null;
}

@OpenForm()
export class ChatMetadataForm {
  @Uuid({
    optional: true,
    nullable: true,
    description: 'The turn joins this conversation of Parley; without it each call starts one.',
  })
  conversation_id?: string | null;
}

@OpenForm()
export class ResponseFormatForm {
  @OneOf(['text'])
  type!: string;
}

@OpenForm()
export class ChatCompletionBody {
  @Text({ max: 100, example: 'customer-service', description: 'The slug of the agent that answers.' })
  model!: string;

  @ListOf(() => ChatMessageForm, {
    min: 1,
    max: 500,
    description:
      'The last one of the user is the question, the ones before it are what was said before. What the ' +
      'system says has no more weight than what the user says: the instructions are the agent’s own.',
  })
  messages!: ChatMessageForm[];

  @Flag({ optional: true, nullable: true, description: 'Answer in chunks while the agent works.' })
  stream?: boolean | null;

  @Nested(() => StreamOptionsForm, { optional: true, nullable: true })
  stream_options?: StreamOptionsForm | null;

  @Decimal({ min: 0, max: 2, optional: true, nullable: true, example: 0.2 })
  temperature?: number | null;

  @Whole({
    min: 1,
    optional: true,
    nullable: true,
    example: 500,
    description: 'No more than the agent’s own.',
  })
  max_tokens?: number | null;

  @Whole({
    min: 1,
    optional: true,
    nullable: true,
    example: 500,
    description: 'The newer name of max_tokens.',
  })
  max_completion_tokens?: number | null;

  @Whole({ min: 1, max: 1, optional: true, nullable: true, example: 1, description: 'One answer a call.' })
  n?: number | null;

  @Nested(() => ResponseFormatForm, { optional: true, nullable: true })
  response_format?: ResponseFormatForm | null;

  @Nested(() => ChatMetadataForm, { optional: true, nullable: true })
  metadata?: ChatMetadataForm | null;
}
