import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  FindConversation,
  type FoundConversation,
} from '../../conversation/contracts/find-conversation.query';
import { OpenConversation } from '../../conversation/contracts/open-conversation.command';
import { notFound } from '../../../kernel/domain-error';
import { type InboundEvent } from '../domain/inbound-event';
import { type Language } from '../domain/language';
import { type Session } from '../domain/session';
import { type Route } from './inbound-routing';
import { type Arrival, Sessions } from './sessions';

const TITLE_LENGTH = 80;

/** In which conversation a message is said. */
@Injectable()
export class ConversationContext {
  constructor(
    private readonly sessions: Sessions,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  session(event: InboundEvent, { idleMinutes }: Route, language: Language | null): Promise<Session> {
    const { workspaceId, id, source, thread, conversationId, occurredAt, receivedAt } = event;
    const place = { workspaceId, source: source.name, thread };
    const arrival: Arrival = {
      ...place,
      freshId: id,
      conversationId,
      language,
      occurredAt,
      receivedAt,
      idleMinutes,
    };
    return this.sessions.resolve(arrival);
  }

  /** One that somebody has deleted stays so: what is said now begins another. */
  async open(event: InboundEvent, { conversationId }: Session, text: string): Promise<FoundConversation> {
    const found = await this.opened(event, conversationId, text);
    if (found) return found;
    const { workspaceId, id, source, thread } = event;
    await this.sessions.change({ workspaceId, source: source.name, thread }, { conversationId: id });
    const fresh = await this.opened(event, id, text);
    if (!fresh) throw notFound('conversation');
    return fresh;
  }

  private async opened(event: InboundEvent, id: string, text: string): Promise<FoundConversation | null> {
    const { workspaceId, source, fromName, from } = event;
    const title = titleFrom(text) || titleFrom(fromName ?? from);
    const conversation = { id, title, channel: source.kind, startedBy: null };
    await this.commands.execute(new OpenConversation(workspaceId, conversation));
    return this.queries.execute(new FindConversation(workspaceId, id));
  }
}

function titleFrom(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > TITLE_LENGTH
    ? `${[...line]
        .slice(0, TITLE_LENGTH - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
