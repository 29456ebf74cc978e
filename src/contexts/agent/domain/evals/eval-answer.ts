export interface AnswerSource {
  readonly documentId: string;
  readonly chunkId: string;
  readonly title: string;
  readonly url: string | null;
  readonly score: number;
}

/** What an agent said to a case. */
export interface EvalAnswer {
  readonly reply: string;
  readonly planner: string;
  readonly confidence: number;
  readonly sources: readonly AnswerSource[];
}
