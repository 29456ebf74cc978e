import { setImmediate as nextTick } from 'node:timers/promises';
import { randomOf } from '../../bench/corpus';
import { type HeldCall, outcomeOf, setUp, statusError, textsOf, vectorOf } from './held-provider';

const WORKSPACES = ['a', 'b', 'c', 'd'];
const REQUESTS = 120;

/** Whatever happens to a call that is on its way, at random. */
async function settleOne(call: HeldCall, random: () => number): Promise<void> {
  const fate = random();
  if (call.texts.some((text) => text.includes('poison'))) return call.fail(statusError(400));
  if (fate < 0.7) return call.answer();
  if (fate < 0.8) return call.fail(statusError(429, { 'retry-after-ms': '50' }));
  if (fate < 0.9) return call.fail(statusError(500));
  return call.fail(new Error('socket hang up'));
}

describe('answers for many workspaces that share calls', () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))(
    'reach the request whose texts they are, whatever fails or is called off (seed %i) [T3]',
    async (seed) => {
      const random = randomOf(seed);
      const { embedder, clock, calls } = setUp({
        concurrency: 3,
        failuresToCoolDown: 8,
        coolDownMs: 300,
        random,
      });
      const open = new Set<HeldCall>();
      let seen = 0;
      const settleSome = async (share: number) => {
        while (seen < calls.length) open.add(calls[seen++]!);
        for (const call of [...open].filter(() => random() < share)) {
          open.delete(call);
          await settleOne(call, random);
        }
        await clock.pass(Math.floor(random() * 40));
      };
      const requests = Array.from({ length: REQUESTS }, (_, i) => {
        const workspaceId = WORKSPACES[Math.floor(random() * WORKSPACES.length)]!;
        const texts = textsOf(`${workspaceId} ${i}`, 1 + Math.floor(random() * 60));
        if (random() < 0.05) texts.push(`${workspaceId} ${i} poison`);
        return { workspaceId, texts, isQuestion: random() < 0.1, leaving: new AbortController() };
      });
      const outcomes: Promise<Float32Array[] | Error>[] = [];
      for (const { texts, leaving, ...request } of requests) {
        outcomes.push(outcomeOf(embedder.embed(texts, { ...request, signal: leaving.signal })));
        if (random() < 0.1)
          requests[Math.floor(random() * outcomes.length)]!.leaving.abort(new Error('left'));
        if (random() < 0.5) await settleSome(0.5);
      }
      let isSettled = false;
      const all = Promise.all(outcomes).finally(() => (isSettled = true));
      for (let round = 0; round < 2_000 && !isSettled; round++) {
        await settleSome(0.8);
        await nextTick();
      }
      const settled = await all;
      const answered = settled.filter((outcome) => !(outcome instanceof Error));
      expect(answered.length).toBeGreaterThan(REQUESTS / 4);
      settled.forEach((outcome, i) => {
        const { texts } = requests[i]!;
        if (!(outcome instanceof Error)) expect(outcome).toEqual(texts.map(vectorOf));
        else if (texts.at(-1)!.endsWith('poison')) expect(outcome.message).not.toBe('');
        else expect(outcome).not.toMatchObject({ code: 'embedding_refused' });
      });
    },
  );
});
