import { Instant, OneOf, Text, Uuid } from '../../../platform/http/fields';
import { PageQuery } from '../../../platform/http/page';
import { Shown } from '../../../platform/http/view-fields';
import { TextMap } from './text-map';

const WORDS = { max: 8_000, example: 'How long can I return goods?' };

class IngestBody {
  @Text({ max: 50, pattern: /^[a-z0-9][a-z0-9_.-]*$/, example: 'twilio', description: 'Who brought it.' })
  provider!: string;

  @Text({ max: 500, example: 'SM5f3c', description: 'Sent on twice, it is one message.' })
  providerMessageId!: string;

  @Text({ max: 200, example: '+4930123456' })
  from!: string;

  @Text({ max: 200, optional: true, example: '+4930654321' })
  to?: string;

  @Uuid({ optional: true, description: 'Without it, where this customer’s conversation stands.' })
  conversationId?: string;

  @Instant({ optional: true })
  occurredAt?: string;

  @TextMap({ optional: true, example: { campaign: 'autumn' } })
  metadata?: Record<string, string>;
}

export class IngestTextBody extends IngestBody {
  @Text(WORDS)
  text!: string;
}

export class IngestVoiceBody extends IngestBody {
  @Text({ ...WORDS, description: 'What was said, in writing.' })
  transcript!: string;
}

export class InboundEventsQuery extends PageQuery {
  @OneOf(['received', 'handled', 'failed'], { optional: true })
  status?: string;
}

export class IngestedView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  eventId!: string;

  @Shown({ example: false, description: 'It was here before, and nothing has changed.' })
  duplicate!: boolean;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11', description: 'Where the answer will be.' })
  conversationId!: string;
}
