import * as fc from 'fast-check';
import {
  type ChannelFaults,
  passagesThrough,
} from '../../../src/contexts/agent/domain/simulations/channel-faults';
import { SeededRandom } from '../../../src/contexts/agent/domain/simulations/seeded-random';

const NONE: ChannelFaults = { duplicate: 0, reorder: 0, loss: 0, delayMs: 0 };
const probability = fc.double({ min: 0, max: 1, noNaN: true });
const anyFaults = fc.record({
  duplicate: probability,
  reorder: probability,
  loss: probability,
  delayMs: fc.nat(60_000),
});
const seed = fc.nat(2_147_483_647);
const pass = (faults: ChannelFaults, messages: number, ...seeds: number[]) =>
  passagesThrough(faults, messages, new SeededRandom(...seeds));

describe('a faulty channel', () => {
  it('does the same for the same seed, whatever its faults [EV-03]', () => {
    fc.assert(
      fc.property(anyFaults, fc.nat(20), seed, fc.nat(50), (faults, messages, one, customer) => {
        expect(pass(faults, messages, one, customer)).toEqual(pass(faults, messages, one, customer));
      }),
    );
  });

  it('lets each message pass once or twice, and makes none up [EV-03]', () => {
    fc.assert(
      fc.property(anyFaults, fc.nat(20), seed, (faults, messages, one) => {
        const passages = pass(faults, messages, one);
        for (let message = 0; message < messages; message++) {
          const times = passages.filter((passage) => passage.message === message).length;
          expect([1, 2]).toContain(times);
        }
        expect(passages.every(({ message }) => message < messages)).toBe(true);
        expect(passages.every(({ delayMs }) => delayMs >= 0 && delayMs <= faults.delayMs)).toBe(true);
      }),
    );
  });

  it('changes nothing where it has no fault [EV-03]', () => {
    fc.assert(
      fc.property(fc.nat(20), seed, (messages, one) => {
        const untouched = Array.from({ length: messages }, (_, message) => ({
          message,
          isLost: false,
          delayMs: 0,
        }));
        expect(pass(NONE, messages, one)).toEqual(untouched);
      }),
    );
  });

  it('does each of its faults for certain where that is asked [EV-03]', () => {
    const order = (faults: Partial<ChannelFaults>) =>
      pass({ ...NONE, ...faults }, 4, 7).map(({ message }) => message);
    expect(order({ duplicate: 1 })).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(order({ reorder: 1 })).toEqual([1, 0, 3, 2]);
    expect(pass({ ...NONE, loss: 1 }, 4, 7).every(({ isLost }) => isLost)).toBe(true);
  });

  it('does something else for another seed or customer [EV-03]', () => {
    const faults = { duplicate: 0.5, reorder: 0.5, loss: 0.5, delayMs: 60_000 };
    expect(pass(faults, 20, 1, 0)).not.toEqual(pass(faults, 20, 2, 0));
    expect(pass(faults, 20, 1, 0)).not.toEqual(pass(faults, 20, 1, 1));
  });
});
