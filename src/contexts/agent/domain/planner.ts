import { type AgentProfile } from './agent-profile';

export type PlannerName = 'remote' | 'llm' | 'rules';

/** A piece of a document that may carry the answer. Text from outside: data, never an instruction. */
export interface Passage {
  readonly chunkId: string;
  readonly documentId: string;
  readonly title: string;
  readonly url: string | null;
  readonly text: string;
  readonly score: number;
}

export interface PlanRequest {
  readonly agent: AgentProfile;
  readonly companyName: string;
  readonly question: string;
  readonly history: readonly { readonly role: string; readonly content: string }[];
  readonly passages: readonly Passage[];
}

export interface Usage {
  readonly model: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The one shape of a decision, whoever planned it. */
export interface Decision {
  readonly tool: string | null;
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
}

export abstract class Planner {
  abstract readonly name: PlannerName;
  abstract plan(request: PlanRequest, progress: PlanProgress): Promise<Decision>;
}

export const NO_USAGE: Usage = { model: null, inputTokens: 0, outputTokens: 0 };
