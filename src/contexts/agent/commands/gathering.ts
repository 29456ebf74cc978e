import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CountTokens } from '../../knowledge/contracts/count-tokens.query';
import { SearchKnowledge } from '../../knowledge/contracts/search-knowledge.query';
import { FindWorkspace } from '../../tenancy/contracts/find-workspace.query';
import { ChatModels } from '../domain/chat-models';
import { guardHistory } from '../domain/guardrails/guarded-message';
import { guardPassages } from '../domain/guardrails/guarded-passages';
import { type Verdict } from '../domain/guardrails/verdict';
import { standaloneQuestion } from '../domain/follow-up';
import { latestThatFit } from '../domain/history-window';
import { chooseModel } from '../domain/model-choice';
import { type Passage, type PastMessage, type PlanRequest } from '../domain/planner';
import { ToolUse } from '../domain/tool';
import { type AskedTurn } from './asked-turn';

/** Of what an agent sees besides its own words. */
const CONTEXT_TOKENS = 8_000;

export interface Gathered {
  readonly request: PlanRequest;
  /** On what was found. */
  readonly verdicts: readonly Verdict[];
}

/** Looks up all that a planner needs to know before it decides. */
@Injectable()
export class Gathering {
  constructor(
    private readonly queries: QueryBus,
    private readonly models: ChatModels,
    private readonly tools: ToolUse,
  ) {}

  async gather(workspaceId: string, asked: AskedTurn): Promise<Gathered> {
    const { agent, question, caller, isRepeated, summary } = asked;
    const past = guardHistory(asked.history, agent.guardrails);
    const standalone = standaloneQuestion(question, past);
    const [found, workspace, tools] = await Promise.all([
      this.search(workspaceId, asked, standalone),
      this.queries.execute(new FindWorkspace(workspaceId)),
      this.tools.offered(workspaceId, agent, caller),
    ]);
    const { passages, verdicts } = guardPassages(found, agent.guardrails);
    const wishes = {
      conversation: asked.model,
      agent: agent.model,
      workspace: workspace?.settings.defaultModel,
    };
    const request = {
      agent,
      question,
      standalone,
      summary,
      passages,
      companyName: workspace?.name ?? 'the company',
      words: workspace?.settings,
      history: await this.fitting(past, [question, summary ?? '', ...passages.map(({ text }) => text)]),
      model: chooseModel(
        wishes,
        this.models.all.map(({ name }) => name),
      ),
      // What the first attempt at a turn has done before it was lost is not known here.
      tools: isRepeated ? tools.filter(({ effect }) => effect === 'read') : tools,
      observations: [],
    };
    return { request, verdicts };
  }

  private async search(workspaceId: string, asked: AskedTurn, query: string): Promise<readonly Passage[]> {
    const { enabled, limit, mode, threshold } = asked.agent.retrieval;
    if (!enabled) return [];
    const { readers } = asked.caller;
    const bounds = { limit, mode, ...(threshold !== null && { threshold }) };
    const found = await this.queries.execute(new SearchKnowledge(workspaceId, { query, readers, ...bounds }));
    return found.hits.map(({ documentId, chunkId, title, url, text, score, heading, pageFrom, pageTo }) => ({
      ...{ documentId, chunkId, title, url, text, score },
      ...{ heading, pageFrom, pageTo },
    }));
  }

  /** Tokens are counted only where there may be too many: no text has more of them than bytes. */
  private async fitting(
    history: readonly PastMessage[],
    others: readonly string[],
  ): Promise<readonly PastMessage[]> {
    const past = history.map(({ content }) => content);
    const bytes = [...past, ...others].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (history.length === 0 || bytes <= CONTEXT_TOKENS) return history;
    const tokens = await this.queries.execute(new CountTokens([...past, ...others]));
    const taken = tokens.slice(past.length).reduce((sum, count) => sum + count, 0);
    return latestThatFit(history, tokens.slice(0, past.length), CONTEXT_TOKENS - taken);
  }
}
