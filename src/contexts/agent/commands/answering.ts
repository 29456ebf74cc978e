import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { SearchKnowledge } from '../../knowledge/contracts/search-knowledge.query';
import { FindWorkspace } from '../../tenancy/contracts/find-workspace.query';
import { type AgentProfile } from '../domain/agent-profile';
import { type Passage, type PlanRequest } from '../domain/planner';
import { PlannerChain, type PlanOutcome } from '../domain/planner-chain';
import { type TurnProgress } from './turn-progress';

export interface Answer {
  readonly outcome: PlanOutcome;
  readonly passages: readonly Passage[];
}

/** Between the two saves of a turn: look things up, then let the planners decide. */
@Injectable()
export class Answering {
  constructor(
    private readonly queries: QueryBus,
    private readonly planners: PlannerChain,
  ) {}

  async answer(
    workspaceId: string,
    agent: AgentProfile,
    asked: Pick<PlanRequest, 'question' | 'history'>,
    readers: readonly string[] | null,
    progress: TurnProgress,
  ): Promise<Answer> {
    const [found, workspace] = await Promise.all([
      this.queries.execute(
        new SearchKnowledge(workspaceId, {
          query: asked.question,
          limit: agent.retrieval.limit,
          mode: agent.retrieval.mode,
          readers,
        }),
      ),
      this.queries.execute(new FindWorkspace(workspaceId)),
    ]);
    const passages = found.hits.map(({ documentId, chunkId, title, url, text, score }) => ({
      documentId,
      chunkId,
      title,
      url,
      text,
      score,
    }));
    progress.onRetrieved(passages);
    const request = { ...asked, agent, passages, companyName: workspace?.name ?? 'the company' };
    return { passages, outcome: await this.planners.plan(request, progress) };
  }
}
