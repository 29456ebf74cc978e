import { type Planner, type PlannerName, type PlanProgress } from '../../src/contexts/agent/domain/planner';
import { type PlanEffort, PlannerChain } from '../../src/contexts/agent/domain/planner-chain';
import { PlannerFailure } from '../../src/contexts/agent/domain/planner-failure';
import { aDecision, aRequest } from './builders';
import { FakeClock, MemoryPlannerHealth, ScriptedPlanner } from './planner-fakes';

const COOLDOWN_MS = 30_000;
const watching = (signal = new AbortController().signal): PlanProgress => ({
  signal,
  onToken: null,
});
const effort = (failures = 0, deadline = new AbortController().signal): PlanEffort => ({
  failures,
  deadline,
});
const answering = (name: PlannerName, decision = aDecision()) =>
  new ScriptedPlanner(name, () => Promise.resolve(decision));
const failing = (name: PlannerName) =>
  new ScriptedPlanner(name, () => Promise.reject(new Error('503 from the model')));

describe('the planner chain', () => {
  const clock = new FakeClock();
  const chainOf = (...planners: Planner[]) =>
    new PlannerChain(planners, new MemoryPlannerHealth(clock, COOLDOWN_MS), clock);

  it('takes the answer of the first planner and asks no other', async () => {
    const rules = answering('rules');
    const outcome = await chainOf(answering('llm'), rules).plan(aRequest(), watching(), effort());
    expect([outcome.planner, rules.asked]).toEqual(['llm', 0]);
  });

  it('falls back and says which planner failed and why', async () => {
    const outcome = await chainOf(failing('llm'), answering('rules')).plan(aRequest(), watching(), effort());
    expect(outcome.planner).toBe('rules');
    expect(outcome.attempts).toMatchObject([
      { planner: 'llm', result: 'failed', error: '503 from the model' },
      { planner: 'rules', result: 'answered', error: null },
    ]);
  });

  it('leaves a failed planner alone until its cooldown is over', async () => {
    const llm = failing('llm');
    const chain = chainOf(llm, answering('rules'));
    await chain.plan(aRequest(), watching(), effort());
    const during = await chain.plan(aRequest(), watching(), effort());
    expect([llm.asked, during.attempts[0]?.result]).toEqual([1, 'cooling_down']);
    clock.milliseconds += COOLDOWN_MS;
    await chain.plan(aRequest(), watching(), effort());
    expect(llm.asked).toBe(2);
  });

  it('does not hold it against a planner when the caller went away', async () => {
    const caller = new AbortController();
    const llm = new ScriptedPlanner('llm', () => {
      caller.abort(new Error('gone'));
      return Promise.reject(new Error('aborted'));
    });
    const chain = chainOf(llm, answering('rules'));
    await expect(chain.plan(aRequest(), watching(caller.signal), effort())).rejects.toThrow('gone');
    await chain.plan(aRequest(), watching(), effort()).catch(() => undefined);
    expect(llm.asked).toBe(2);
  });

  it('drops citations of passages that were never given', async () => {
    const hostile = answering('llm', aDecision({ citedChunkIds: ['a', 'a chunk of another workspace'] }));
    const { decision } = await chainOf(hostile).plan(aRequest(), watching(), effort());
    expect(decision.citedChunkIds).toEqual(['a']);
  });

  it('AG-35 lets one caller find out whether a planner is back, and leaves it alone twice as long when it is not', async () => {
    const llm = failing('llm');
    const chain = chainOf(llm, answering('rules'));
    const ask = () => chain.plan(aRequest(), watching(), effort());
    await ask();
    clock.milliseconds += COOLDOWN_MS;
    await Promise.all([ask(), ask(), ask()]);
    expect(llm.asked).toBe(2);
    clock.milliseconds += COOLDOWN_MS;
    await ask();
    expect(llm.asked).toBe(2);
    clock.milliseconds += COOLDOWN_MS;
    await ask();
    expect(llm.asked).toBe(3);
  });

  it('leaves a planner alone for as long as it asks', async () => {
    const tired = new PlannerFailure('rate_limited', '429', 10 * COOLDOWN_MS);
    const llm = new ScriptedPlanner('llm', () => Promise.reject(tired));
    const chain = chainOf(llm, answering('rules'));
    await chain.plan(aRequest(), watching(), effort());
    clock.milliseconds += 9 * COOLDOWN_MS;
    await chain.plan(aRequest(), watching(), effort());
    expect(llm.asked).toBe(1);
  });

  it('does not keep a planner from others because of a question that it cannot answer', async () => {
    const puzzled = new PlannerFailure('unusable_answer', 'an empty reply');
    const llm = new ScriptedPlanner('llm', () => Promise.reject(puzzled));
    const chain = chainOf(llm, answering('rules'));
    await chain.plan(aRequest(), watching(), effort());
    const { attempts } = await chain.plan(aRequest(), watching(), effort());
    expect([llm.asked, attempts[0]?.result]).toEqual([2, 'failed']);
  });

  it('asks nobody but the rules after three failures, or when the time is up [Q7]', async () => {
    const llm = answering('llm');
    const chain = chainOf(llm, answering('rules'));
    const tired = await chain.plan(aRequest(), watching(), effort(3));
    const late = await chain.plan(aRequest(), watching(), effort(0, AbortSignal.abort()));
    expect([tired.planner, late.planner, llm.asked]).toEqual(['rules', 'rules', 0]);
    expect(tired.attempts[0]).toMatchObject({
      result: 'skipped',
      error: '3 attempts of this run have failed.',
    });
  });

  it('says when words that were told belong to no reply', async () => {
    const heard: string[] = [];
    const progress = {
      ...watching(),
      onToken: (token: string) => void heard.push(token),
      onDiscarded: () => void heard.push('(discarded)'),
    };
    const breaking = new ScriptedPlanner('llm', ({ onToken }) => {
      onToken?.('Half a');
      return Promise.reject(new Error('cut off'));
    });
    await chainOf(breaking, answering('rules')).plan(aRequest(), progress, effort());
    expect(heard).toEqual(['Half a', '(discarded)']);
  });
});
