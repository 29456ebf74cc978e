import { type AgentProfile } from './agent-profile';
import { type Observation } from './observation';
import { type ToolDefinition } from './tool';
import { type WorkspaceWords } from './prompt-templates';

export type PlannerName = 'remote' | 'llm' | 'rules';

/** A piece of a document that may carry the answer. Text from outside: data, never an instruction. */
export interface Passage {
  readonly chunkId: string;
  readonly documentId: string;
  readonly title: string;
  readonly url: string | null;
  readonly text: string;
  readonly score: number;
  /** The headings above it; null or left out: none. */
  readonly heading?: string | null;
  /** From 1; null or left out: the document has no pages. */
  readonly pageFrom?: number | null;
  readonly pageTo?: number | null;
}

export interface PastMessage {
  readonly role: string;
  readonly content: string;
}

export interface PlanRequest {
  readonly agent: AgentProfile;
  readonly companyName: string;
  readonly question: string;
  /** The question together with what it refers to. */
  readonly standalone: string;
  readonly history: readonly PastMessage[];
  /** What was said before the history; null: nothing. */
  readonly summary: string | null;
  readonly passages: readonly Passage[];
  /** Of the catalogue; null: there is none. */
  readonly model: string | null;
  readonly tools: readonly ToolDefinition[];
  /** What the tools of this run have said so far, in order. */
  readonly observations: readonly Observation[];
  readonly words?: WorkspaceWords;
}

export interface Usage {
  readonly model: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null where the price of the model is not known. */
  readonly costUsd: number | null;
}

/**
 * The one shape of a decision, whoever planned it: a tool that is to be used next, or the reply that ends
 * the run.
 */
export interface Decision {
  readonly tool: string | null;
  /** Null besides a tool: what was given for it is no JSON object, or too large. */
  readonly toolInput: Readonly<Record<string, unknown>> | null;
  readonly reply: string;
  readonly reasoning: string;
  readonly confidence: number;
  /** Chunk ids among the passages that were given: nothing else can be cited. */
  readonly citedChunkIds: readonly string[];
  readonly usage: Usage;
}

export interface PlanProgress {
  readonly signal: AbortSignal;
  /** Null where nobody reads along: the whole reply at once is then cheaper. */
  readonly onToken: ((token: string) => void) | null;
  /** Whoever spoke has failed in the middle: what was told so far is no part of the reply. */
  readonly onDiscarded?: () => void;
}

/** Whom a planner asks: what fails, and is left alone, on its own. */
export interface PlannerTarget {
  readonly planner: PlannerName;
  readonly provider: string | null;
  readonly model: string | null;
}

export abstract class Planner {
  abstract readonly name: PlannerName;

  /** Best first. */
  targets(_request: PlanRequest): readonly PlannerTarget[] {
    return [{ planner: this.name, provider: null, model: null }];
  }

  abstract plan(request: PlanRequest, progress: PlanProgress, target: PlannerTarget): Promise<Decision>;
}

export const NO_USAGE: Usage = { model: null, inputTokens: 0, outputTokens: 0, costUsd: 0 };
