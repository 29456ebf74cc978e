import { type AnswerSource, type EvalAnswer } from '../../../src/contexts/agent/domain/evals/eval-answer';
import { type CaseOutcome, type EvalResult } from '../../../src/contexts/agent/domain/evals/eval-result';

export const aSource = (source: Partial<AnswerSource> = {}): AnswerSource => ({
  documentId: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10',
  chunkId: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11',
  title: 'Returns',
  url: 'https://example.com/returns',
  score: 0.8,
  ...source,
});

export const anAnswer = (answer: Partial<EvalAnswer> = {}): EvalAnswer => ({
  reply: 'Goods can be returned within 30 days. [1]',
  planner: 'rules',
  confidence: 0.8,
  sources: [aSource()],
  ...answer,
});

export const anOutcome = (score: number | null, outcome: Partial<CaseOutcome> = {}): CaseOutcome => ({
  answer: anAnswer(),
  scores: [{ scorer: 'contains', value: score, reason: '' }],
  score,
  error: null,
  milliseconds: 1,
  ...outcome,
});

export const aResult = (outcome: CaseOutcome, result: Partial<EvalResult> = {}): EvalResult => ({
  ordinal: 1,
  input: 'How long?',
  outcome,
  baseline: null,
  comparison: null,
  ...result,
});
