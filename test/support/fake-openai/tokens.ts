import { textOf, type ChatMessage } from './wire';

const CHARACTERS_PER_TOKEN = 4;
const MAX_PIECES = 4000;
const TOKENS_AROUND_A_MESSAGE = 4;

export const countTokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

export const firstTokens = (text: string, count: number): string =>
  text.slice(0, count * CHARACTERS_PER_TOKEN);

export function countPromptTokens(messages: ChatMessage[]): number {
  return messages.reduce((sum, message) => {
    const calls = message.tool_calls ? JSON.stringify(message.tool_calls) : '';
    return sum + TOKENS_AROUND_A_MESSAGE + countTokens(textOf(message)) + countTokens(calls);
  }, 3);
}

/** What a stream sends one by one: words, or larger pieces of a very long text. */
export function splitForStream(text: string): string[] {
  const words = text.match(/\s*\S+\s*$|\s*\S+|\s+$/g) ?? [];
  if (words.length <= MAX_PIECES) return words;
  const size = Math.ceil(text.length / MAX_PIECES);
  return Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
    text.slice(i * size, (i + 1) * size),
  );
}
