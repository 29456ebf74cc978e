import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Settings } from '../../../../config/settings';
import { AnswerMessage } from '../../agent/contracts/answer-message.command';
import { ListModelNames } from '../../agent/contracts/list-model-names.query';
import { type FoundConversation } from '../../conversation/contracts/find-conversation.query';
import { PostMessage } from '../../conversation/contracts/post-message.command';
import { type CalledCommand } from '../domain/channel-commands';
import { type ChannelCommand } from '../domain/channel-command';
import { type InboundEvent } from '../domain/inbound-event';
import { type Session, type SessionChange } from '../domain/session';
import { NO_ANSWER } from '../domain/system-texts';
import { type HandledEvent } from './inbox';
import { type Route } from './inbound-routing';
import { type Reply } from './replies';

export interface AskedMessage {
  readonly event: InboundEvent;
  readonly text: string;
  readonly route: Route;
  readonly session: Session;
  readonly conversation: FoundConversation;
  readonly model: string | null;
}

export interface Generated extends Pick<HandledEvent, 'outcome' | 'runId' | 'error'> {
  readonly reply: Reply | null;
  readonly change?: SessionChange;
}

/** Beyond the time that a run gives itself. */
const EXTRA_MS = 30_000;
const SILENCE: Generated = { outcome: 'unanswered', runId: null, error: null, reply: null };

@Injectable()
export class Generation {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly settings: Settings,
  ) {}

  /** What the customer has chosen, else the channel; never one that has gone meanwhile. */
  async modelFor({ model }: Session, { defaultModel }: Route): Promise<string | null> {
    const chosen = model ?? defaultModel;
    if (chosen === null) return null;
    const offered = await this.queries.execute(new ListModelNames());
    return offered.includes(chosen) ? chosen : null;
  }

  /** What an earlier message said, and a later one has overtaken on the way, changes nothing any more. */
  async obey(
    { command, argument }: CalledCommand,
    { event, route, session, conversation, model }: AskedMessage,
    commands: readonly ChannelCommand[],
  ): Promise<Generated> {
    if (session.isOvertaken) return { ...SILENCE, error: 'A later message of this thread came before it.' };
    const { workspaceId, id, source } = event;
    const { startedAt, language } = session;
    const conversationId = conversation.id;
    const { text, session: change } = await command.run({
      ...{ workspaceId, eventId: id, kind: source.kind, agent: route.agent },
      ...{ conversationId, startedAt, model, language, argument, commands },
    });
    const reply = { id, content: text };
    return { outcome: 'command', runId: null, error: null, reply, ...(change && { change }) };
  }

  async answer({ event, text, route, session, conversation, model }: AskedMessage): Promise<Generated> {
    const { workspaceId, id } = event;
    if (text === '') return SILENCE;
    if (conversation.status === 'human') {
      await this.leaveToPerson(event, text, conversation.id);
      return SILENCE;
    }
    const message = { id, agent: route.agent.slug, content: text, conversationId: conversation.id, model };
    const signal = AbortSignal.timeout(this.settings.planning.limits.milliseconds + EXTRA_MS);
    const { reply, status } = await this.commands.execute(new AnswerMessage(workspaceId, message, signal));
    if (reply) return { outcome: 'answered', runId: id, error: null, reply };
    const apology = { id, content: NO_ANSWER[session.language] };
    const error = `The run has ended without an answer: ${status}.`;
    return { outcome: 'unanswered', runId: id, error, reply: apology };
  }

  /** Whoever has taken over reads it; no agent talks in between. */
  private async leaveToPerson({ workspaceId, id }: InboundEvent, text: string, conversationId: string) {
    const conversation = { id: conversationId, isNew: false, startedBy: null };
    await this.commands.execute(new PostMessage(workspaceId, id, text, conversation));
  }
}
