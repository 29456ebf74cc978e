import {
  type Decision,
  Planner,
  type PlannerName,
  type PlanProgress,
} from '../../src/contexts/agent/domain/planner';
import { PlannerChain } from '../../src/contexts/agent/domain/planner-chain';
import { Clock } from '../../src/kernel/clock';
import { aDecision, aRequest } from './builders';

class FakeClock extends Clock {
  milliseconds = 1_000_000;
  now(): Date {
    return new Date(this.milliseconds);
  }
}

class ScriptedPlanner extends Planner {
  asked = 0;
  constructor(
    readonly name: PlannerName,
    private readonly answer: () => Promise<Decision>,
  ) {
    super();
  }
  plan(): Promise<Decision> {
    this.asked++;
    return this.answer();
  }
}

const COOLDOWN_MS = 30_000;
const watching = (signal = new AbortController().signal): PlanProgress => ({ signal, onToken: null });
const answering = (name: PlannerName, decision = aDecision()) =>
  new ScriptedPlanner(name, () => Promise.resolve(decision));
const failing = (name: PlannerName) =>
  new ScriptedPlanner(name, () => Promise.reject(new Error('503 from the model')));

describe('the planner chain', () => {
  const clock = new FakeClock();
  const chainOf = (...planners: Planner[]) => new PlannerChain(planners, COOLDOWN_MS, clock);

  it('takes the answer of the first planner and asks no other', async () => {
    const rules = answering('rules');
    const outcome = await chainOf(answering('llm'), rules).plan(aRequest(), watching());
    expect([outcome.planner, rules.asked]).toEqual(['llm', 0]);
  });

  it('falls back and says which planner failed and why', async () => {
    const outcome = await chainOf(failing('llm'), answering('rules')).plan(aRequest(), watching());
    expect(outcome.planner).toBe('rules');
    expect(outcome.attempts).toMatchObject([
      { planner: 'llm', result: 'failed', error: '503 from the model' },
      { planner: 'rules', result: 'answered', error: null },
    ]);
  });

  it('leaves a failed planner alone until its cooldown is over', async () => {
    const llm = failing('llm');
    const chain = chainOf(llm, answering('rules'));
    await chain.plan(aRequest(), watching());
    const during = await chain.plan(aRequest(), watching());
    expect([llm.asked, during.attempts[0]?.result]).toEqual([1, 'cooling_down']);
    clock.milliseconds += COOLDOWN_MS;
    await chain.plan(aRequest(), watching());
    expect(llm.asked).toBe(2);
  });

  it('does not hold it against a planner when the caller went away', async () => {
    const caller = new AbortController();
    const llm = new ScriptedPlanner('llm', () => {
      caller.abort(new Error('gone'));
      return Promise.reject(new Error('aborted'));
    });
    const chain = chainOf(llm, answering('rules'));
    await expect(chain.plan(aRequest(), watching(caller.signal))).rejects.toThrow('gone');
    await chain.plan(aRequest(), watching()).catch(() => undefined);
    expect(llm.asked).toBe(2);
  });

  it('drops citations of passages that were never given', async () => {
    const hostile = answering('llm', aDecision({ citedChunkIds: ['a', 'a chunk of another workspace'] }));
    const { decision } = await chainOf(hostile).plan(aRequest(), watching());
    expect(decision.citedChunkIds).toEqual(['a']);
  });
});
