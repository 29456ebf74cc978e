import { AggregateRoot } from '../../../kernel/aggregate-root';
import { DomainError } from '../../../kernel/domain-error';
import { TurnCompleted } from '../contracts/turn-completed.event';
import { TurnFailed } from '../contracts/turn-failed.event';
import { type Passage, type Usage } from './planner';
import { type PlannerAttempt, type PlanOutcome } from './planner-chain';

export type TurnStatus = 'running' | 'completed' | 'failed';

export interface TurnOutcome {
  readonly reply: string;
  readonly confidence: number;
  readonly planner: string;
  readonly reasoning: string;
  readonly tool: { readonly name: string; readonly input: unknown; readonly output: unknown } | null;
  readonly sources: readonly TurnSource[];
  readonly attempts: readonly PlannerAttempt[];
  readonly usage: Usage;
}

type TurnSource = Omit<Passage, 'text'>;

export interface TurnState {
  readonly id: string;
  readonly workspaceId: string;
  readonly agent: string;
  readonly agentVersion: number;
  readonly conversationId: string;
  readonly replyId: string;
  readonly input: string;
  readonly startedAt: Date;
  status: TurnStatus;
  outcome: TurnOutcome | null;
  error: string | null;
  finishedAt: Date | null;
}

/** One message answered once: whatever is delivered or crashes, a turn ends a single time. The message has the turn's id. */
export class Turn extends AggregateRoot {
  private constructor(
    readonly state: TurnState,
    version: number,
  ) {
    super(state.id, version);
  }

  static start(facts: Omit<TurnState, 'status' | 'outcome' | 'error' | 'finishedAt'>): Turn {
    return new Turn({ ...facts, status: 'running', outcome: null, error: null, finishedAt: null }, 0);
  }

  static restore(state: TurnState, version: number): Turn {
    return new Turn(state, version);
  }

  complete(
    { planner, decision, attempts }: PlanOutcome,
    passages: readonly Passage[],
    now: Date,
  ): TurnOutcome {
    this.end('completed', now);
    const sources = decision.citedChunkIds.map((id) =>
      sourceOf(passages.find(({ chunkId }) => chunkId === id)!),
    );
    const { reply, confidence, reasoning, usage } = decision;
    const tool = decision.tool
      ? { name: decision.tool, input: decision.toolInput, output: { passages: passages.length } }
      : null;
    this.state.outcome = { reply, confidence, planner, reasoning, tool, sources, attempts, usage };
    const { id, workspaceId, conversationId, agent, replyId } = this.state;
    const posted = { id: replyId, runId: id, content: reply, sources };
    this.raise(new TurnCompleted(workspaceId, conversationId, agent, posted, usage));
    return this.state.outcome;
  }

  fail(reason: string, now: Date): void {
    this.end('failed', now);
    this.state.error = reason;
    const { id, workspaceId, conversationId, agent } = this.state;
    this.raise(new TurnFailed(workspaceId, id, conversationId, agent, reason));
  }

  private end(status: TurnStatus, now: Date): void {
    if (this.state.status !== 'running') {
      throw new DomainError({
        kind: 'conflict',
        code: 'turn_finished',
        detail: 'This turn has already ended.',
      });
    }
    this.state.status = status;
    this.state.finishedAt = now;
  }
}

function sourceOf({ documentId, chunkId, title, url, score }: Passage): TurnSource {
  return { documentId, chunkId, title, url, score };
}
