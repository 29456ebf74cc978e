import { AggregateRoot } from '../../../kernel/aggregate-root';
import { DomainError } from '../../../kernel/domain-error';
import { type CompletedReply, TurnCompleted } from '../contracts/turn-completed.event';
import { TurnFailed } from '../contracts/turn-failed.event';
import { TurnPaused } from '../contracts/turn-paused.event';
import { type Caller } from './caller';
import { type CheckedOutcome, type Citation } from './checked-outcome';
import { type Verdict } from './guardrails/verdict';
import { observed } from './observation';
import { type Passage, type Usage } from './planner';
import { type PlannerAttempt } from './planner-chain';
import { type RunRecord, type TurnStep } from './run-record';
import { uncertainties } from './uncertainties';

export type TurnStatus =
  'running' | 'awaiting_approval' | 'completed' | 'limit_exceeded' | 'cancelled' | 'failed';

export interface TurnOutcome {
  readonly reply: string;
  readonly confidence: number;
  readonly planner: string;
  readonly reasoning: string;
  readonly tool: { readonly name: string; readonly input: unknown; readonly output: unknown } | null;
  readonly sources: readonly TurnSource[];
  readonly citations: readonly Citation[];
  readonly guardrails: readonly Verdict[];
  readonly attempts: readonly PlannerAttempt[];
  readonly steps: readonly TurnStep[];
  readonly usage: Usage;
}

type TurnSource = Pick<Passage, 'documentId' | 'chunkId' | 'title' | 'url' | 'score'>;

/** What a paused turn needs to go on, maybe days later and in another process. */
export interface PausedTurn {
  readonly caller: Caller;
  readonly model: string | null;
}

export interface TurnState {
  readonly id: string;
  readonly workspaceId: string;
  readonly agent: string;
  readonly agentVersion: number;
  readonly conversationId: string;
  replyId: string;
  readonly input: string;
  readonly startedAt: Date;
  status: TurnStatus;
  outcome: TurnOutcome | null;
  error: string | null;
  finishedAt: Date | null;
  paused: PausedTurn | null;
}

type Ended = Exclude<TurnStatus, 'running' | 'awaiting_approval'>;
type Words = Pick<TurnOutcome, 'reply' | 'reasoning'>;

/** One message answered once: whatever is delivered or crashes, a turn ends a single time. The message has the turn's id. */
export class Turn extends AggregateRoot {
  private constructor(
    readonly state: TurnState,
    version: number,
  ) {
    super(state.id, version);
  }

  static start(facts: Omit<TurnState, 'status' | 'outcome' | 'error' | 'finishedAt' | 'paused'>): Turn {
    const fresh = { status: 'running', outcome: null, error: null, finishedAt: null, paused: null } as const;
    return new Turn({ ...facts, ...fresh }, 0);
  }

  static restore(state: TurnState, version: number): Turn {
    return new Turn(state, version);
  }

  complete(
    { planner, decision, citations, guardrails }: CheckedOutcome,
    record: RunRecord,
    now: Date,
  ): TurnOutcome {
    const { confidence, reasoning, citedChunkIds } = decision;
    const sources = citedChunkIds.map((id) =>
      sourceOf(record.passages.find(({ chunkId }) => chunkId === id)!),
    );
    const reply = [decision.reply, ...uncertainties(record.observations)].join('\n\n');
    const answer = { reply, reasoning, confidence, planner, sources, citations, guardrails };
    return this.end('completed', { ...kept(record), ...answer }, now);
  }

  /** Ends without a planner's last word: with what was said until then, or what there is to say about it. */
  stop(
    status: 'limit_exceeded' | 'cancelled',
    { reply, reasoning }: Words,
    record: RunRecord,
    now: Date,
  ): void {
    const words = [reply, ...uncertainties(record.observations)].filter(Boolean).join('\n\n');
    if (status === 'cancelled') this.state.error = reasoning;
    this.end(status, { ...kept(record), reply: words, reasoning }, now);
  }

  /** Until somebody has approved or rejected what the agent wants to do. */
  pause(paused: PausedTurn, words: Words, record: RunRecord): void {
    this.expect('running');
    this.state.status = 'awaiting_approval';
    this.state.paused = paused;
    this.state.outcome = { ...kept(record), ...words };
    const { workspaceId, conversationId, agent } = this.state;
    this.raise(new TurnPaused(workspaceId, conversationId, agent, this.posted(this.state.outcome)));
  }

  /** What is said from now on is another message than what was said at the pause. */
  resume(replyId: string): PausedTurn {
    this.expect('awaiting_approval');
    const { paused } = this.state;
    this.state.status = 'running';
    this.state.paused = null;
    this.state.replyId = replyId;
    return paused!;
  }

  fail(reason: string, now: Date): void {
    this.close('failed', now);
    this.state.error = reason;
    const { id, workspaceId, conversationId, agent } = this.state;
    this.raise(new TurnFailed(workspaceId, id, conversationId, agent, reason));
  }

  private end(status: Exclude<Ended, 'failed'>, outcome: TurnOutcome, now: Date): TurnOutcome {
    this.close(status, now);
    this.state.outcome = outcome;
    const { workspaceId, conversationId, agent } = this.state;
    const { usage } = outcome;
    this.raise(new TurnCompleted(workspaceId, conversationId, agent, this.posted(outcome), usage));
    return outcome;
  }

  private posted({ reply, sources }: TurnOutcome): CompletedReply {
    return { id: this.state.replyId, runId: this.id, content: reply, sources };
  }

  private close(status: Ended, now: Date): void {
    if (this.state.status !== 'awaiting_approval') this.expect('running');
    this.state.status = status;
    this.state.paused = null;
    this.state.finishedAt = now;
  }

  private expect(status: TurnStatus): void {
    if (this.state.status === status) return;
    const detail =
      this.state.status === 'running' ? 'This turn is still running.' : 'This turn has already ended.';
    throw new DomainError({ kind: 'conflict', code: 'turn_finished', detail });
  }
}

/** What is kept however a turn ends. */
function kept(record: RunRecord): Omit<TurnOutcome, 'reply' | 'reasoning'> {
  const { attempts, steps, usage, verdicts: guardrails } = record;
  const planner = steps.at(-1)?.planner ?? 'rules';
  const nothing = { confidence: 0, sources: [], citations: [] };
  return { ...nothing, planner, tool: lastTool(record), guardrails, attempts, steps, usage };
}

function lastTool({ observations, query, passages }: RunRecord): TurnOutcome['tool'] {
  const last = observations.at(-1);
  if (last) return { name: last.call.name, input: last.call.input, output: observed(last.result) };
  if (query === null) return null;
  return { name: 'search_knowledge', input: { query }, output: { passages: passages.length } };
}

function sourceOf({ documentId, chunkId, title, url, score }: Passage): TurnSource {
  return { documentId, chunkId, title, url, score };
}
