import { Shown } from '../../../platform/http/view-fields';

export const RUN_STATUSES = [
  'running',
  'awaiting_approval',
  'completed',
  'limit_exceeded',
  'cancelled',
  'failed',
] as const;

export class SourceView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  documentId!: string;

  @Shown({ example: 'Account guide' })
  title!: string;

  @Shown({ example: 'https://example.com/account', nullable: true })
  url!: string | null;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11' })
  chunkId!: string;

  @Shown({ example: 0.82, description: 'How well the passage matched, from 0 to 1.' })
  score!: number;
}

export class ToolCallView {
  @Shown({ example: 'search_knowledge' })
  name!: string;

  @Shown({ example: { query: 'How do I reset my password?' }, nullable: true })
  input!: unknown;

  @Shown({ example: { passages: 3 }, nullable: true })
  output!: unknown;
}

export class UsageView {
  @Shown({ example: 'gpt-4o-mini', nullable: true, description: 'Null where no model was asked.' })
  model!: string | null;

  @Shown({ example: 812 })
  inputTokens!: number;

  @Shown({ example: 64 })
  outputTokens!: number;

  @Shown({ example: 0.00016, nullable: true, description: 'US dollars; null where the price is not known.' })
  costUsd!: number | null;
}

export class PlannerAttemptView {
  @Shown({ enum: ['remote', 'llm', 'rules'], example: 'llm' })
  planner!: string;

  @Shown({ example: 'openai', nullable: true })
  provider!: string | null;

  @Shown({ example: 'gpt-4o-mini', nullable: true })
  model!: string | null;

  @Shown({
    enum: ['answered', 'failed', 'cooling_down', 'skipped'],
    example: 'answered',
    description:
      '`cooling_down`: it has failed lately, and is left alone. `skipped`: this run has no time or no tries left.',
  })
  result!: string;

  @Shown({ example: 812 })
  milliseconds!: number;

  @Shown({ example: 'The model took too long', nullable: true })
  error!: string | null;
}

export class RunStepView {
  @Shown({ example: 1 })
  number!: number;

  @Shown({ enum: ['remote', 'llm', 'rules'], example: 'llm' })
  planner!: string;

  @Shown({ example: 'The model asked for search_knowledge.' })
  reasoning!: string;

  @Shown({ type: ToolCallView, nullable: true, description: 'Null: the decision was the reply.' })
  tool!: ToolCallView | null;

  @Shown({
    enum: ['done', 'refused', 'failed', 'awaiting_approval', 'unknown'],
    example: 'done',
    nullable: true,
    description: 'What came of the call. `unknown`: a crash came in between, and it is not tried again.',
  })
  result!: string | null;

  @Shown({ type: UsageView })
  usage!: UsageView;

  @Shown({ example: 812 })
  milliseconds!: number;
}

export class FeedbackView {
  @Shown({ enum: ['helpful', 'unhelpful'], example: 'helpful' })
  rating!: string;

  @Shown({ example: 'That was quick.', nullable: true })
  comment!: string | null;

  @Shown({ example: '2026-11-21T09:35:00.000Z' })
  ratedAt!: Date;
}

export class SupportView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11' })
  chunkId!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  documentId!: string;

  @Shown({ example: 'Account guide' })
  title!: string;

  @Shown({ example: 'Passwords', nullable: true })
  heading!: string | null;

  @Shown({ example: 4, nullable: true, description: 'From 1; null where the document has no pages.' })
  pageFrom!: number | null;

  @Shown({ example: 4, nullable: true })
  pageTo!: number | null;

  @Shown({ example: 0, description: 'Where in the text of the chunk the sentence begins that carries it.' })
  start!: number;

  @Shown({ example: 42 })
  end!: number;
}

export class CitationView {
  @Shown({ example: 0, description: 'Where in the reply the sentence begins.' })
  start!: number;

  @Shown({ example: 44 })
  end!: number;

  @Shown({ example: true, description: 'Whether a document carries it.' })
  isSupported!: boolean;

  @Shown({ type: SupportView, isArray: true })
  supports!: readonly SupportView[];
}

export class VerdictView {
  @Shown({
    enum: ['injection', 'personal_data', 'banned_topics', 'language', 'groundedness', 'links'],
    example: 'links',
  })
  name!: string;

  @Shown({ enum: ['input', 'documents', 'output'], example: 'output' })
  at!: string;

  @Shown({ enum: ['block', 'mask', 'mark'], example: 'mask' })
  action!: string;

  @Shown({ example: 'Links to elsewhere: 1.' })
  note!: string;
}

export class RunView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  id!: string;

  @Shown({ example: 'customer-service' })
  agent!: string;

  @Shown({ example: 3, description: 'Which version of the agent answered.' })
  agentVersion!: number;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13' })
  conversationId!: string;

  @Shown({ enum: RUN_STATUSES, example: 'completed' })
  status!: string;

  @Shown({ example: 'How do I reset my password?' })
  input!: string;

  @Shown({ example: 'Open Settings and choose "Reset password". [1]', nullable: true })
  reply!: string | null;

  @Shown({ example: 0.86, nullable: true })
  confidence!: number | null;

  @Shown({ enum: ['remote', 'llm', 'rules'], example: 'llm', nullable: true })
  planner!: string | null;

  @Shown({ example: 'The model answered from the documents it cites.', nullable: true })
  reasoning!: string | null;

  @Shown({ type: SourceView, isArray: true })
  sources!: SourceView[];

  @Shown({ type: CitationView, isArray: true, description: 'Each sentence that asserts something.' })
  citations!: CitationView[];

  @Shown({ type: VerdictView, isArray: true, description: 'What the guardrails found and did.' })
  guardrails!: VerdictView[];

  @Shown({ type: ToolCallView, nullable: true })
  tool!: ToolCallView | null;

  @Shown({ type: PlannerAttemptView, isArray: true })
  attempts!: PlannerAttemptView[];

  @Shown({ type: RunStepView, isArray: true, description: 'Each decision, and what came of it.' })
  steps!: RunStepView[];

  @Shown({ type: UsageView, nullable: true })
  usage!: UsageView | null;

  @Shown({ type: FeedbackView, nullable: true })
  feedback!: FeedbackView | null;

  @Shown({ example: 'No answer within 20000 ms', nullable: true })
  error!: string | null;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  startedAt!: Date;

  @Shown({ example: '2026-11-21T09:30:01.000Z', nullable: true })
  finishedAt!: Date | null;
}
