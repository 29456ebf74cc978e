import { Injectable } from '@nestjs/common';
import { type AgentProfile } from '../domain/agent-profile';
import { type Passage, type PlanRequest } from '../domain/planner';
import { PlannerChain, type PlanOutcome } from '../domain/planner-chain';
import { Gathering } from './gathering';
import { type TurnProgress } from './turn-progress';

export interface Answer {
  readonly outcome: PlanOutcome;
  readonly passages: readonly Passage[];
}

/** An answer that nothing is kept of and that touches nothing: one decision, without tools. */
@Injectable()
export class Answering {
  constructor(
    private readonly gathering: Gathering,
    private readonly planners: PlannerChain,
  ) {}

  async answer(
    workspaceId: string,
    agent: AgentProfile,
    { question, history }: Pick<PlanRequest, 'question' | 'history'>,
    readers: readonly string[] | null,
    progress: TurnProgress,
  ): Promise<Answer> {
    const caller = { userId: null, keyId: null, role: null, scopes: null, readers };
    const asked = { agent, caller, question, history, summary: null, model: null, isRepeated: false };
    const request = await this.gathering.gather(workspaceId, asked);
    progress.onRetrieved(request.passages);
    const effort = { failures: 0, deadline: progress.signal };
    const outcome = await this.planners.plan({ ...request, tools: [] }, progress, effort);
    return { outcome, passages: request.passages };
  }
}
