import { type ParsedRequest } from '../../domain/channel-adapter';
import { type Fields, fieldsOf, textOf } from '../json-fields';
import { THANKS } from '../provider-answers';
import { isSnowflake, timeOfSnowflake } from './snowflake';

/** Plain messages and replies; the others are Discord's own notices. */
const SPOKEN = new Set<unknown>([undefined, 0, 19]);

/** Events of the gateway, which only a connected bot hears, forwarded as they came. */
export function discordRelay(body: Fields): ParsedRequest {
  const said = fieldsOf(body.d);
  const author = fieldsOf(said.author);
  const [id, channel, userId] = [textOf(said.id), textOf(said.channel_id), textOf(author.id)];
  const text = textOf(said.content)
    .replace(/^\s*<@!?\d+>[,:]?\s*/, '')
    .trim();
  const isSpoken = body.t === 'MESSAGE_CREATE' && SPOKEN.has(said.type) && !said.webhook_id && !author.bot;
  if (!isSpoken || !text || ![id, channel, userId].every(isSnowflake))
    return { messages: [], answer: THANKS };
  const message = {
    ...{ providerMessageId: id, from: userId, thread: `${channel}:${userId}`, text },
    fromName: textOf(author.global_name) || textOf(author.username) || null,
    ...{ occurredAt: timeOfSnowflake(id), metadata: {} },
  };
  return { messages: [message], answer: THANKS };
}
