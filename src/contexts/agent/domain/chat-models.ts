/** A language model that there is a key for. */
export interface ChatModel {
  /** What it is asked for by here: its id, with the provider in front where that is not the first one. */
  readonly name: string;
  /** What its provider calls it. */
  readonly id: string;
  readonly provider: string;
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  /** US dollars for a million tokens; null: not known to us. */
  readonly inputPrice: number | null;
  readonly outputPrice: number | null;
}

/** Which models there are: none without a key. */
export abstract class ChatModels {
  /** The installation's own choice first. */
  abstract readonly all: readonly ChatModel[];
  /** Who is asked when the chosen one fails, in order. */
  abstract readonly fallbacks: readonly ChatModel[];

  find(name: string): ChatModel | null {
    return this.all.find((model) => model.name === name) ?? null;
  }
}

/** US dollars; null where the price is not known. */
export function costOf(model: ChatModel, inputTokens: number, outputTokens: number): number | null {
  const { inputPrice, outputPrice } = model;
  if (inputPrice === null || outputPrice === null) return null;
  return (inputTokens * inputPrice + outputTokens * outputPrice) / 1_000_000;
}
