export interface JudgedAnswer {
  readonly input: string;
  readonly expected: string | null;
  readonly rubric: string;
  readonly reply: string;
}

export interface Verdict {
  /** From 0 to 1. */
  readonly value: number;
  readonly reason: string;
}

/** Judges an answer by a rubric in words. It fails where it has no opinion that can be read. */
export abstract class AnswerJudge {
  /** False where no model is configured. */
  abstract readonly isConfigured: boolean;
  abstract judge(answer: JudgedAnswer, signal: AbortSignal): Promise<Verdict>;
}
