import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock';
import { DomainError } from '../../../../kernel/domain-error';
import { FaultPoints } from '../../../../platform/faults/fault-points';
import { type AgentProfile } from '../../domain/agent-profile';
import { compare } from '../../domain/evals/eval-result';
import { EvalSubjects } from '../../domain/evals/eval-subjects';
import { CaseAnswering } from './case-answering';
import { type EvalRun, EvalRuns, type NumberedCase } from './eval-runs';

const CASES_AT_ONCE = 4;
/** Then it is others' turn: exports and purges wait in the same queue. */
const TURN_MS = 20_000;

interface Contestants {
  readonly agent: AgentProfile;
  readonly baseline: AgentProfile | null;
}

/** Answers what is missing, each case kept as soon as it is answered. */
@Injectable()
export class EvalTurn {
  constructor(
    private readonly runs: EvalRuns,
    private readonly subjects: EvalSubjects,
    private readonly answering: CaseAnswering,
    private readonly clock: Clock,
    private readonly faults: FaultPoints,
  ) {}

  /** Whether every case has been answered. */
  async take(run: EvalRun): Promise<boolean> {
    const contestants = await this.contestantsOf(run);
    const missing = await this.runs.missingCases(run);
    const queue = missing.values();
    let endsAt = this.now() + TURN_MS;
    const work = async () => {
      try {
        while (this.now() < endsAt) {
          const next = queue.next();
          if (next.done) return true;
          await this.answer(run, contestants, next.value);
        }
        return queue.next().done === true;
      } catch (error) {
        // The others finish what they have begun, and nothing more.
        endsAt = 0;
        throw error;
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: CASES_AT_ONCE }, work));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
    return ends.every((end) => end.status === 'fulfilled' && end.value);
  }

  private async answer(
    run: EvalRun,
    { agent, baseline: other }: Contestants,
    { ordinal, evalCase }: NumberedCase,
  ): Promise<void> {
    const { workspaceId, readers } = run;
    const outcome = await this.answering.outcomeOf(workspaceId, agent, evalCase, readers);
    const baseline = other && (await this.answering.outcomeOf(workspaceId, other, evalCase, readers));
    const comparison = baseline && compare(outcome, baseline);
    await this.faults.reach('eval case answered');
    await this.runs.keep(run, { ordinal, input: evalCase.input, outcome, baseline, comparison });
  }

  private async contestantsOf({
    workspaceId,
    agent,
    agentVersion,
    compareWith,
  }: EvalRun): Promise<Contestants> {
    const [subject, baseline] = await Promise.all([
      this.subjects.find(workspaceId, agent, agentVersion),
      compareWith === null ? null : this.subjects.find(workspaceId, agent, compareWith),
    ]);
    if (!subject || (compareWith !== null && !baseline)) throw agentGone();
    return { agent: subject, baseline };
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const agentGone = () =>
  new DomainError({
    kind: 'unprocessable',
    code: 'agent_gone',
    detail: 'The agent, or a version of it, was deleted before it had answered every case.',
  });
