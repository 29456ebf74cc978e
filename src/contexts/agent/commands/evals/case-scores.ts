import { Injectable } from '@nestjs/common';
import { AnswerJudge } from '../../domain/evals/answer-judge';
import { JsonSchemas } from '../../domain/json-schemas';
import { type EvalAnswer } from '../../domain/evals/eval-answer';
import { type EvalCase } from '../../domain/evals/eval-case';
import { type Score, type Scorer } from '../../domain/evals/score';
import { citationScore } from '../../domain/evals/scorers/citation.scorer';
import { containsScore } from '../../domain/evals/scorers/contains.scorer';
import { exactScore } from '../../domain/evals/scorers/exact.scorer';
import { policyScore } from '../../domain/evals/scorers/policy.scorer';
import { schemaScore } from '../../domain/evals/scorers/schema.scorer';

const SCORERS: readonly Scorer[] = [exactScore, containsScore, citationScore, policyScore];

@Injectable()
export class CaseScores {
  constructor(
    private readonly schemas: JsonSchemas,
    private readonly judge: AnswerJudge,
  ) {}

  async of(evalCase: EvalCase, answer: EvalAnswer, signal: AbortSignal): Promise<Score[]> {
    const scores = [
      ...SCORERS.map((scorer) => scorer(evalCase, answer)),
      schemaScore(evalCase, answer, this.schemas),
      await this.judged(evalCase, answer, signal),
    ];
    return scores.filter((score) => score !== null);
  }

  /** Without a model nobody has judged, and nothing counts: that is no fault of the answer. */
  private async judged(
    { input, expected, rubric }: EvalCase,
    { reply }: EvalAnswer,
    signal: AbortSignal,
  ): Promise<Score | null> {
    if (rubric === undefined) return null;
    if (!this.judge.isConfigured) return notJudged('no model is configured');
    try {
      const asked = { input, rubric, reply, expected: expected ?? null };
      return { scorer: 'judge', ...(await this.judge.judge(asked, signal)) };
    } catch (error) {
      return notJudged(error instanceof Error ? error.message : String(error));
    }
  }
}

const notJudged = (because: string): Score => ({
  scorer: 'judge',
  value: null,
  reason: `not judged: ${because}`,
});
