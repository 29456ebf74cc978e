import { type PlannerAttempt } from '../../src/contexts/agent/domain/planner-chain';
import { type Invariant } from './invariants';
import { type StormyCall, type StormyModel } from './stormy-model';

export interface StormyRun {
  readonly requestId: string;
  readonly runId: string | null;
  readonly isAnswered: boolean;
}

interface KeptRun {
  readonly id: string;
  readonly status: string;
  readonly attempts: readonly PlannerAttempt[];
}

interface Storm {
  readonly runs: readonly StormyRun[];
  readonly kept: readonly KeptRun[];
  readonly models: readonly StormyModel[];
}

export const COOLDOWN_MS = 1_500;
/** Whoever was let through before the failure was noted is still on the way for so long. */
const ON_THE_WAY_MS = 500;
const MOST_FAILURES = 3;

export function stormProblems({ runs, kept, models }: Storm): Invariant[] {
  const calls = models.flatMap((model) => model.calls);
  const byId = new Map(kept.map((run) => [run.id, run]));
  return [
    {
      name: 'the weather changed: calls went well and badly, and rules stood in',
      problems: calm(calls, kept),
    },
    {
      name: 'Q7 every run ended, and whoever asked was told so',
      problems: [
        ...runs.filter(({ isAnswered }) => !isAnswered).map(({ requestId }) => `${requestId} had no end`),
        ...kept.filter(({ status }) => status !== 'completed').map(({ id, status }) => `${id} is ${status}`),
      ],
    },
    {
      name: 'Q7 nobody called a provider that rests',
      problems: models.flatMap((model) => intrusions(model.calls)),
    },
    {
      name: 'Q7 every call is an attempt of its run, the last of which answered, and no run failed more than three times',
      problems: runs.flatMap((run) => untold(run, byId.get(run.runId ?? ''), calls)),
    },
  ];
}

function calm(calls: readonly StormyCall[], kept: readonly KeptRun[]): string[] {
  const failed = calls.filter(({ failedAt }) => failedAt !== null).length;
  const fellBack = kept.filter(({ attempts }) => attempts.at(-1)?.planner === 'rules').length;
  const counts = { failed, 'answered well': calls.length - failed, 'fell back to rules': fellBack };
  return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [`none ${what}`] : []));
}

/** Each failure begins a rest; a call in the midst of it, on behalf of somebody else, should not have been let through. */
function intrusions(calls: readonly StormyCall[]): string[] {
  return calls.flatMap((failure) => {
    const { failedAt, retryAfterMs } = failure;
    if (failedAt === null) return [];
    const [from, to] = [failedAt + ON_THE_WAY_MS, failedAt + Math.max(COOLDOWN_MS, retryAfterMs)];
    return calls
      .filter((call) => call.at > from && call.at < to)
      .map((call) => `${call.requestId} came ${call.at - failedAt} ms after ${failure.requestId} had failed`);
  });
}

function untold({ requestId }: StormyRun, run: KeptRun | undefined, calls: readonly StormyCall[]): string[] {
  if (!run) return [`${requestId} was not kept`];
  const made = calls.filter((call) => call.requestId === requestId);
  const tried = run.attempts.filter(
    ({ planner, result }) => planner === 'llm' && result !== 'cooling_down' && result !== 'skipped',
  );
  const failed = tried.filter(({ result }) => result === 'failed').length;
  const problems: string[] = [];
  if (tried.length !== made.length)
    problems.push(`${requestId} made ${made.length} calls and tells of ${tried.length}`);
  if (failed > MOST_FAILURES) problems.push(`${requestId} failed ${failed} times`);
  if (failed !== made.filter(({ failedAt }) => failedAt !== null).length)
    problems.push(`${requestId} does not tell which failed`);
  if (run.attempts.at(-1)?.result !== 'answered') problems.push(`${requestId} was answered by nobody`);
  return problems;
}
