import { type InboundMessage, type ParsedRequest } from '../../domain/channel-adapter';
import { type Fields, fieldsOf, textOf } from '../json-fields';
import { textAnswer, THANKS } from '../provider-answers';
import { textFromMrkdwn } from './mrkdwn';

/** What people say; every other subtype is about a message or a channel. */
const SPOKEN = new Set(['', 'file_share', 'thread_broadcast', 'me_message']);
const KINDS = new Set(['message', 'app_mention']);

export function slackRequest(body: Fields): ParsedRequest {
  if (body.type === 'url_verification') return { messages: [], answer: textAnswer(textOf(body.challenge)) };
  if (body.type !== 'event_callback') return { messages: [], answer: THANKS };
  return { messages: messagesOf(fieldsOf(body.event), textOf(body.team_id)), answer: THANKS };
}

/**
 * A mention is told twice where the app hears the whole room, as `app_mention` and as `message`, under two event
 * ids: the place and time of the message are the same.
 */
function messagesOf(event: Fields, team: string): InboundMessage[] {
  const [channel, ts, user] = [textOf(event.channel), textOf(event.ts), textOf(event.user)];
  const isSpoken = KINDS.has(textOf(event.type)) && SPOKEN.has(textOf(event.subtype)) && !event.bot_id;
  const text = textFromMrkdwn(textOf(event.text));
  if (!isSpoken || !channel || !user || !text || !/^\d{1,12}\.\d{1,9}$/.test(ts)) return [];
  const isDirect = event.channel_type === 'im';
  const threadTs = textOf(event.thread_ts) || (isDirect ? '' : ts);
  return [
    {
      providerMessageId: `${channel}:${ts}`,
      from: user,
      fromName: null,
      thread: threadTs ? `${channel}:${threadTs}` : channel,
      text,
      occurredAt: new Date(Number(ts) * 1_000),
      metadata: { team },
    },
  ];
}
