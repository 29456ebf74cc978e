import { type SeededRandom } from './seeded-random';

/** What a channel does to messages on their way; each a probability, but for the delay. */
export interface ChannelFaults {
  readonly duplicate: number;
  readonly reorder: number;
  readonly loss: number;
  /** The longest. */
  readonly delayMs: number;
}

export interface ChannelPassage {
  /** Which of the customer's messages. */
  readonly message: number;
  readonly isLost: boolean;
  readonly delayMs: number;
}

/** In which order a customer's messages arrive, how often, and which do not. */
export function passagesThrough(
  faults: ChannelFaults,
  messages: number,
  random: SeededRandom,
): ChannelPassage[] {
  const passages: ChannelPassage[] = [];
  const pass = (message: number) => {
    const isLost = random.happens(faults.loss);
    passages.push({ message, isLost, delayMs: Math.floor(random.next() * faults.delayMs) });
  };
  for (let message = 0; message < messages; message++) {
    pass(message);
    if (random.happens(faults.duplicate)) pass(message);
  }
  for (let i = 0; i + 1 < passages.length; i++) {
    if (!random.happens(faults.reorder)) continue;
    [passages[i], passages[i + 1]] = [passages[i + 1]!, passages[i]!];
    // What has been overtaken once is not overtaken by all that follow.
    i++;
  }
  return passages;
}
