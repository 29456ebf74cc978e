import { DomainError } from '../../../../kernel/domain-error';
import { type TurnInput } from '../../commands/turn-input';
import { textOf } from './chat-content';
import { type ChatMessageForm } from './chat-completion.dto';

const LONGEST_QUESTION = 8_000;
/** As many as are remembered where the conversation is kept here. */
const MOST_EARLIER = 10;

type Asked = Pick<TurnInput, 'message' | 'history'>;
type Said = NonNullable<TurnInput['history']>[number];

/**
 * Reads a question and what came before it off a client's messages. The client's system messages are the words
 * of whoever calls: they stand first, as a user's, and never among the agent's own instructions.
 */
export function askedOf(messages: readonly ChatMessageForm[]): Asked {
  const at = messages.findLastIndex(({ role, content }) => role === 'user' && textOf(content).trim() !== '');
  if (at < 0) throw refused('validation_failed', 'must have one of the user with a text');
  const message = textOf(messages[at]!.content);
  if (message.length > LONGEST_QUESTION) {
    throw refused(
      'context_length_exceeded',
      `must end in a question of at most ${LONGEST_QUESTION} characters`,
    );
  }
  const said = messages.slice(0, at).flatMap(saidBy).slice(-MOST_EARLIER);
  return { message, history: [...wishesIn(messages), ...said] };
}

function saidBy({ role, content: parts }: ChatMessageForm): Said[] {
  const content = textOf(parts);
  return (role === 'user' || role === 'assistant') && content.trim() !== '' ? [{ role, content }] : [];
}

function wishesIn(messages: readonly ChatMessageForm[]): Said[] {
  const wishes = messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ content }) => textOf(content).trim())
    .filter((text) => text !== '');
  if (wishes.length === 0) return [];
  return [{ role: 'user', content: `How I would like to be answered:\n${wishes.join('\n')}` }];
}

function refused(code: string, message: string): DomainError {
  const errors = [{ path: 'messages', message }];
  return new DomainError({ kind: 'invalid', code, detail: 'One field is not valid.', errors });
}
