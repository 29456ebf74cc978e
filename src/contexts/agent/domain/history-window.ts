import { type PastMessage } from './planner';

/**
 * The latest messages that fit into the tokens, in order. A message goes in whole or not at all: half a sentence
 * of somebody says something else than they did.
 */
export function latestThatFit(
  history: readonly PastMessage[],
  tokensOf: readonly number[],
  most: number,
): readonly PastMessage[] {
  let left = most;
  let from = history.length;
  while (from > 0 && tokensOf[from - 1]! <= left) left -= tokensOf[--from]!;
  return history.slice(from);
}
