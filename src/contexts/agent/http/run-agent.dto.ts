import { Flag, Text, Uuid } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';
import {
  CitationView,
  PlannerAttemptView,
  RUN_STATUSES,
  SourceView,
  ToolCallView,
  UsageView,
  VerdictView,
} from '../queries/run.view';

/** What is asked of an agent, whichever way it answers. */
export class ChatBody {
  @Text({ max: 8_000, example: 'How do I reset my password?', description: 'What the customer says.' })
  message!: string;

  @Uuid({ optional: true, description: 'Continues this conversation; without it a new one starts.' })
  conversationId?: string;

  @Text({
    optional: true,
    max: 200,
    example: 'gpt-4o-mini',
    description:
      'A model of the catalogue (`GET /models`) for this answer; without it, whoever has a say chooses.',
  })
  model?: string;

  @Flag({
    optional: true,
    description:
      'With a stream: go on when the connection drops. The rest is at `GET /agent/runs/:id/events`. Without it, ' +
      'a client that goes away cancels the run.',
  })
  keepRunning?: boolean;
}

export class RunAgentBody extends ChatBody {
  @Flag({ optional: true, description: 'Answer with server-sent events while the agent works.' })
  stream?: boolean;
}

export class AgentReplyView {
  @Shown({ example: 'Open Settings and choose "Reset password". [1]' })
  reply!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13' })
  conversationId!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  runId!: string;

  @Shown({ enum: RUN_STATUSES, example: 'completed' })
  status!: string;

  @Shown({ example: 0.86, description: 'From 0 to 1: how far the documents carry the reply.' })
  confidence!: number;

  @Shown({ type: SourceView, isArray: true })
  sources!: readonly SourceView[];

  @Shown({
    type: CitationView,
    isArray: true,
    description: 'Each sentence that asserts something, and what carries it.',
  })
  citations!: readonly CitationView[];

  @Shown({ type: VerdictView, isArray: true, description: 'What the guardrails found and did.' })
  guardrails!: readonly VerdictView[];

  @Shown({ type: ToolCallView, nullable: true })
  tool!: ToolCallView | null;

  @Shown({ enum: ['remote', 'llm', 'rules'], example: 'rules' })
  planner!: string;

  @Shown({
    type: PlannerAttemptView,
    isArray: true,
    description: 'Who was asked to decide, in order: who answered, who failed or was left out, and why.',
  })
  attempts!: readonly PlannerAttemptView[];

  @Shown({ type: UsageView })
  usage!: UsageView;
}
