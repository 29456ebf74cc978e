import { type InboundMessage, type ParsedRequest } from '../../domain/channel-adapter';
import { type Fields, fieldsOf, listOf, textOf } from '../json-fields';
import { jsonAnswer } from '../provider-answers';
import { isSnowflake, timeOfSnowflake } from './snowflake';

const PING = 1;
const COMMAND = 2;
const AUTOCOMPLETE = 4;
const PONG = { type: 1 };
/** Discord waits three seconds for an answer; this one promises the reply within a quarter of an hour. */
const REPLY_FOLLOWS = { type: 5 };
const NOTHING_CHANGES = { type: 6 };
const NO_CHOICES = { type: 8, data: { choices: [] } };
const SAY_SOMETHING = {
  type: 4,
  data: { content: 'Say what you would like to know.', flags: 64, allowed_mentions: { parse: [] } },
};

export function discordInteraction(body: Fields): ParsedRequest {
  const answering = (answer: object, messages: readonly InboundMessage[] = []) => ({
    messages,
    answer: jsonAnswer(answer),
  });
  if (body.type === PING) return answering(PONG);
  if (body.type === AUTOCOMPLETE) return answering(NO_CHOICES);
  if (body.type !== COMMAND) return answering(NOTHING_CHANGES);
  const messages = messagesOf(body);
  return messages.length > 0 ? answering(REPLY_FOLLOWS, messages) : answering(SAY_SOMETHING);
}

function messagesOf(body: Fields): InboundMessage[] {
  const member = fieldsOf(body.member);
  const user = fieldsOf(member.user ?? body.user);
  const [id, channel, userId] = [textOf(body.id), textOf(body.channel_id), textOf(user.id)];
  const text = textOfCommand(fieldsOf(body.data));
  if (![id, channel, userId].every(isSnowflake) || !text) return [];
  return [
    {
      providerMessageId: id,
      from: userId,
      fromName: textOf(member.nick) || textOf(user.global_name) || textOf(user.username) || null,
      // In one room many people ask, and each of them has a conversation of their own.
      thread: `${channel}:${userId}`,
      text,
      occurredAt: timeOfSnowflake(id),
      metadata: {
        ...{ interactionToken: textOf(body.token), applicationId: textOf(body.application_id) },
        ...{ locale: textOf(body.locale) },
      },
    },
  ];
}

/** `/ask` is the plain question; every other command is one of the platform's own, with what follows it. */
function textOfCommand(data: Fields): string {
  const name = textOf(data.name);
  const values = listOf(data.options).map((option) => textOf(fieldsOf(option).value).trim());
  const said = values.filter((value) => value !== '').join(' ');
  return name === 'ask' ? said : name && `/${name} ${said}`.trim();
}
