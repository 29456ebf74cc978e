import { Injectable } from '@nestjs/common';
import { type AgentProfile } from '../domain/agent-profile';
import { type CheckedOutcome, refusedOutcome } from '../domain/checked-outcome';
import { guardMessage } from '../domain/guardrails/guarded-message';
import { type Passage, type PlanRequest } from '../domain/planner';
import { Deciding } from './deciding';
import { Gathering } from './gathering';
import { type TurnProgress } from './turn-progress';

export interface Answer {
  readonly outcome: CheckedOutcome;
  readonly passages: readonly Passage[];
}

/** An answer that nothing is kept of and that touches nothing: one decision, without tools. */
@Injectable()
export class Answering {
  constructor(
    private readonly gathering: Gathering,
    private readonly deciding: Deciding,
  ) {}

  async answer(
    workspaceId: string,
    agent: AgentProfile,
    { question: said, history }: Pick<PlanRequest, 'question' | 'history'>,
    readers: readonly string[] | null,
    progress: TurnProgress,
  ): Promise<Answer> {
    const { text: question, refusal, verdicts } = guardMessage(said, agent.guardrails);
    if (refusal !== null) return { outcome: refusedOutcome(refusal, verdicts), passages: [] };
    const caller = { userId: null, keyId: null, role: null, scopes: null, readers };
    const asked = { agent, caller, question, history, summary: null, model: null, isRepeated: false };
    const { request, verdicts: found } = await this.gathering.gather(workspaceId, asked);
    progress.onRetrieved(request.passages);
    const effort = { failures: 0, deadline: progress.signal };
    const decided = await this.deciding.decide({ ...request, tools: [] }, progress, effort);
    return { outcome: decided.asReply([...verdicts, ...found]), passages: request.passages };
  }
}
