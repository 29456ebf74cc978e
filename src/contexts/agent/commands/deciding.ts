import { Injectable } from '@nestjs/common';
import { checkOutcome, type CheckedOutcome } from '../domain/checked-outcome';
import { tokenGate } from '../domain/guardrails/token-gate';
import { type Verdict } from '../domain/guardrails/verdict';
import { type PlanProgress, type PlanRequest } from '../domain/planner';
import { PlannerChain, type PlanEffort, type PlanOutcome } from '../domain/planner-chain';

export interface Decided {
  readonly outcome: PlanOutcome;
  /** For a decision that is the reply: judged, and told to the end. `verdicts` are those on what went in. */
  asReply(verdicts: readonly Verdict[]): CheckedOutcome;
}

/** Asks the planners, and lets nobody hear a word of theirs that the guardrails of the agent hold back. */
@Injectable()
export class Deciding {
  constructor(private readonly planners: PlannerChain) {}

  async decide(request: PlanRequest, progress: PlanProgress, effort: PlanEffort): Promise<Decided> {
    const { agent, passages } = request;
    const gate = tokenGate(agent.guardrails, passages, progress);
    const outcome = await this.planners.plan(request, { ...progress, ...gate.listener }, effort);
    const asReply = (verdicts: readonly Verdict[]): CheckedOutcome => {
      const checked = checkOutcome(outcome, request, verdicts);
      gate.end(checked.decision.reply);
      return checked;
    };
    return { outcome, asReply };
  }
}
