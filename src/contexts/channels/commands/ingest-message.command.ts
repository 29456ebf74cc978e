import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { FindConversation } from '../../conversation/contracts/find-conversation.query';
import { DEFAULT_IDLE_MINUTES } from '../domain/channel';
import { type InboundSource } from '../domain/inbound-event';
import { languageOf } from '../domain/language';
import { normalisedLabel } from '../domain/plain-message';
import { InboundDoor } from './inbound-door';
import { MessageRate } from './message-rate';
import { arrivalOf } from './sessions';

const LONGEST_THREAD = 500;

export interface IngestedMessage {
  readonly kind: 'chat' | 'sms' | 'voice';
  readonly provider: string;
  readonly providerMessageId: string;
  readonly from: string;
  readonly to: string | null;
  readonly text: string;
  readonly conversationId: string | null;
  readonly occurredAt: Date | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface TakenMessage {
  readonly eventId: string;
  readonly duplicate: boolean;
  readonly conversationId: string;
}

export class IngestMessage extends Command<TakenMessage> {
  constructor(
    readonly workspaceId: string,
    readonly message: IngestedMessage,
  ) {
    super();
  }
}

/** What a trusted integration sends on. It is told the conversation at once, and asks there for the answer. */
@CommandHandler(IngestMessage)
export class IngestMessageHandler implements ICommandHandler<IngestMessage> {
  constructor(
    private readonly door: InboundDoor,
    private readonly rate: MessageRate,
    private readonly database: Database,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, message }: IngestMessage): Promise<TakenMessage> {
    await this.rate.take(`ingest:${workspaceId}`);
    const { kind, provider, providerMessageId, from, to, text, conversationId, metadata } = message;
    if (conversationId && !(await this.queries.execute(new FindConversation(workspaceId, conversationId))))
      throw notFound('conversation');
    const now = this.clock.now();
    const occurredAt = message.occurredAt ?? now;
    const source: InboundSource = { channelId: null, kind, name: `${kind}:${provider}` };
    const thread = normalisedLabel(to === null ? from : `${from} → ${to}`, LONGEST_THREAD);
    const arrived = { providerMessageId, from, fromName: null, thread, text, occurredAt, metadata };
    const eventId = await this.door.take(workspaceId, source, arrived, (freshId) =>
      arrivalOf({
        ...{ workspaceId, source: source.name, thread, freshId, conversationId },
        ...{ language: languageOf(text, metadata.language), occurredAt: occurredAt < now ? occurredAt : now },
        ...{ receivedAt: now, idleMinutes: DEFAULT_IDLE_MINUTES },
      }),
    );
    const known = await this.find(workspaceId, source.name, providerMessageId);
    return { ...known, duplicate: eventId === null };
  }

  private async find(workspaceId: string, source: string, providerMessageId: string) {
    const [known] = await this.database.query<Omit<TakenMessage, 'duplicate'> & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id AS "eventId", conversation_id AS "conversationId" FROM channels.inbox
        WHERE workspace_id = ${workspaceId} AND source = ${source}
          AND provider_message_id = ${normalisedLabel(providerMessageId, LONGEST_THREAD)}`,
    );
    return known!;
  }
}
