import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { DomainError } from '../../../kernel/domain-error';
import { type CheckedOutcome } from '../domain/checked-outcome';
import { type ChosenCall, chosenCall, pendingCall } from '../domain/chosen-call';
import { passagesIn } from '../domain/found-passages';
import { withoutExcess } from '../domain/observation';
import { type PlanRequest } from '../domain/planner';
import { type ExceededLimit, exceededLimit, RunLimits } from '../domain/run-limits';
import { type RunRecord } from '../domain/run-record';
import { type ToolContext, type ToolDefinition, type ToolResult, ToolUse } from '../domain/tool';
import { type Decided, Deciding } from './deciding';
import { type TurnProgress } from './turn-progress';

export type LoopEnd =
  | { readonly kind: 'answered'; readonly outcome: CheckedOutcome }
  | { readonly kind: 'limit_exceeded'; readonly limit: ExceededLimit }
  | { readonly kind: 'awaiting_approval'; readonly tool: string };

/** A run as its loop sees it. */
export interface LoopedRun {
  readonly request: PlanRequest;
  readonly record: RunRecord;
  readonly context: Omit<ToolContext, 'isTainted' | 'signal'>;
}

interface Watch {
  readonly progress: TurnProgress;
  /** Aborted when the time of the run is up. */
  readonly deadline: AbortSignal;
}

/** Decision, tool, decision, tool … until one of them is the reply, somebody has to approve, or a limit is reached. */
@Injectable()
export class PlanLoop {
  constructor(
    private readonly deciding: Deciding,
    private readonly tools: ToolUse,
    private readonly limits: RunLimits,
    private readonly clock: Clock,
  ) {}

  async run(run: LoopedRun, progress: TurnProgress): Promise<LoopEnd> {
    const watch = { progress, deadline: AbortSignal.timeout(this.limits.milliseconds) };
    const open = pendingCall(run.record);
    if (open && (await this.perform(open, run, watch)) === 'waits') {
      return { kind: 'awaiting_approval', tool: open.name };
    }
    for (;;) {
      const limit = exceededLimit(run.record, this.limits, this.clock.now());
      if (limit) return { kind: 'limit_exceeded', limit };
      const decided = await this.decide(run, watch);
      const step = run.record.steps.length;
      const call = chosenCall(decided.outcome.decision, step, this.offeredAt(step, run.request));
      if (!call) return { kind: 'answered', outcome: decided.asReply(run.record.verdicts) };
      if ((await this.perform(call, run, watch)) === 'waits') {
        return { kind: 'awaiting_approval', tool: call.name };
      }
    }
  }

  private async decide(
    { record, request: asked }: LoopedRun,
    { progress, deadline }: Watch,
  ): Promise<Decided> {
    const startedAt = this.clock.now().getTime();
    const { passages, observations, failures } = record;
    const tools = this.offeredAt(record.steps.length + 1, asked);
    const request = { ...asked, passages, observations, tools };
    const decided = await this.deciding.decide(request, progress, { failures, deadline });
    const { outcome } = decided;
    record.attempts.push(...outcome.attempts);
    record.note(outcome.decision, outcome.planner, this.clock.now().getTime() - startedAt);
    return decided;
  }

  /** Whoever decides last can only reply. */
  private offeredAt(step: number, { tools }: PlanRequest): readonly ToolDefinition[] {
    return step < this.limits.steps ? tools : [];
  }

  private async perform(chosen: ChosenCall, run: LoopedRun, watch: Watch): Promise<'waits' | 'goes on'> {
    const { record } = run;
    const { progress } = watch;
    const { step, name, input } = chosen;
    const call = { step, name, input };
    progress.onToolStarted?.(call);
    const result: ToolResult = chosen.refusal
      ? { kind: 'refused', reason: chosen.refusal }
      : await this.use(chosen, run, watch);
    record.add(passagesIn(result));
    const observation = { call, result: withoutExcess(result) };
    record.observe(observation);
    progress.onToolFinished?.(observation);
    progress.signal.throwIfAborted();
    return result.kind === 'awaiting_approval' ? 'waits' : 'goes on';
  }

  /** A tool that throws has failed; where it may have done something before that, nobody knows. */
  private async use(
    { step, name, input }: ChosenCall,
    { record, request, context }: LoopedRun,
    { progress, deadline }: Watch,
  ): Promise<ToolResult> {
    const signal = AbortSignal.any([progress.signal, deadline]);
    try {
      return await this.tools.use({ step, name, input }, { ...context, isTainted: record.isTainted, signal });
    } catch (error) {
      const reason = error instanceof DomainError ? error.message : 'The tool broke off.';
      const isHarmless = request.tools.find((tool) => tool.name === name)?.effect === 'read';
      const isKnown = error instanceof DomainError || isHarmless;
      return { kind: isKnown ? 'failed' : 'unknown', reason };
    }
  }
}
