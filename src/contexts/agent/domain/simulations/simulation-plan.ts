import { type ChannelFaults, passagesThrough } from './channel-faults';
import { SeededRandom } from './seeded-random';
import { messagesOf, type SimulatedCustomer } from './simulated-customer';

export interface PlannedDelivery {
  readonly customer: number;
  readonly message: number;
  readonly content: string;
  readonly isLost: boolean;
  /** Since the beginning. */
  readonly afterMs: number;
}

export interface SimulationOptions {
  readonly customers: readonly SimulatedCustomer[];
  readonly faults: ChannelFaults;
  readonly seed: number;
  /** Messages of one customer. */
  readonly turnsAtMost: number;
  readonly ratePerMinute: number;
}

/** `topics` are each customer's own. Nothing is left to chance but what the seed says. */
export function planSimulation(
  { customers, faults, seed, turnsAtMost, ratePerMinute }: SimulationOptions,
  topics: readonly (readonly string[])[],
): PlannedDelivery[] {
  const gapMs = 60_000 / ratePerMinute;
  return customers.flatMap((one, customer) => {
    const random = new SeededRandom(seed, customer);
    const messages = messagesOf(one, topics[customer] ?? [], { most: turnsAtMost, random });
    const passages = passagesThrough(faults, messages.length, random);
    return passages.map(({ message, isLost, delayMs }, i) => {
      const place = i * customers.length + customer;
      const afterMs = Math.floor(place * gapMs) + delayMs;
      return { customer, message, content: messages[message]!, isLost, afterMs };
    });
  });
}
