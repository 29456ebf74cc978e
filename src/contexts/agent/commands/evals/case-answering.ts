import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock';
import { DomainError } from '../../../../kernel/domain-error';
import { type AgentProfile } from '../../domain/agent-profile';
import { type AnswerSource, type EvalAnswer } from '../../domain/evals/eval-answer';
import { type EvalCase } from '../../domain/evals/eval-case';
import { type CaseOutcome, meanOf } from '../../domain/evals/eval-result';
import { type Passage } from '../../domain/planner';
import { Answering } from '../answering';
import { unwatched } from '../turn-progress';
import { CaseScores } from './case-scores';

const CASE_TIMEOUT_MS = 60_000;

/** One case, as an agent answers a customer, but without a conversation and without a word that is kept of it. */
@Injectable()
export class CaseAnswering {
  constructor(
    private readonly answering: Answering,
    private readonly scores: CaseScores,
    private readonly clock: Clock,
  ) {}

  /** What fails the case is its outcome; what keeps the whole installation from answering is thrown. */
  async outcomeOf(
    workspaceId: string,
    agent: AgentProfile,
    evalCase: EvalCase,
    readers: readonly string[] | null,
  ): Promise<CaseOutcome> {
    const signal = AbortSignal.timeout(CASE_TIMEOUT_MS);
    const startedAt = this.clock.now().getTime();
    const took = () => this.clock.now().getTime() - startedAt;
    try {
      const answer = await this.ask(workspaceId, agent, evalCase.input, { readers, signal });
      const milliseconds = took();
      const scores = await this.scores.of(evalCase, answer, signal);
      const score = meanOf(scores.map(({ value }) => value));
      return { answer, scores, score, error: null, milliseconds };
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unavailable') throw error;
      const { message } = error as Error;
      return { answer: null, scores: [], score: 0, error: message, milliseconds: took() };
    }
  }

  private async ask(
    workspaceId: string,
    agent: AgentProfile,
    question: string,
    { readers, signal }: { readonly readers: readonly string[] | null; readonly signal: AbortSignal },
  ): Promise<EvalAnswer> {
    const asked = { question, history: [] };
    const progress = { ...unwatched(), signal };
    const { outcome, passages } = await this.answering.answer(workspaceId, agent, asked, readers, progress);
    const { reply, confidence, citedChunkIds } = outcome.decision;
    const sources = citedChunkIds.map((id) => sourceOf(passages.find(({ chunkId }) => chunkId === id)!));
    return { reply, planner: outcome.planner, confidence, sources };
  }
}

function sourceOf({ documentId, chunkId, title, url, score }: Passage): AnswerSource {
  return { documentId, chunkId, title, url, score };
}
