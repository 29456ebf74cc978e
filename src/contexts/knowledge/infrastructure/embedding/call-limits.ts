/** What OpenAI takes in one call, in tokens; compatible servers that take less refuse, and get halves. */
export const ROOM_OF_A_CALL = 300_000;
const TOKENS_PER_TEXT = 8_191;

/** Prose has three to four bytes a token in every script; a call that is too large all the same is halved. */
const BYTES_PER_TOKEN = 2;

/**
 * What a text takes of the room of a call: its tokens, and at least its share of the number of texts. One that may be
 * too long takes all of it: only the provider can tell, and its refusal should not cost others a call.
 */
export function costOf(text: string, textsPerCall: number): number {
  const tokens = Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
  return tokens > TOKENS_PER_TEXT
    ? ROOM_OF_A_CALL
    : Math.max(tokens, Math.ceil(ROOM_OF_A_CALL / textsPerCall));
}
