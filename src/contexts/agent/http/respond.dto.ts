import { Text, Uuid } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';
import { PlannerAttemptView, RUN_STATUSES } from '../queries/run.view';

export class RespondBody {
  @Text({ max: 8_000, example: 'How do I reset my password?', description: 'What the customer says.' })
  message!: string;

  @Uuid({ optional: true, description: 'Continues this conversation; without it a new one starts.' })
  conversationId?: string;

  @Text({ optional: true, max: 60, example: 'customer-service', description: 'The slug of the agent.' })
  agent?: string;
}

export class PlannerResponseView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  runId!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13' })
  conversationId!: string;

  @Shown({ enum: RUN_STATUSES, example: 'completed' })
  status!: string;

  @Shown({ example: 'search_knowledge', nullable: true, description: 'The last tool that was used.' })
  tool!: string | null;

  @Shown({ example: { query: 'How do I reset my password?' }, nullable: true })
  toolInput!: unknown;

  @Shown({ example: { passages: 3 }, nullable: true })
  toolResult!: unknown;

  @Shown({ example: 'Open Settings and choose "Reset password". [1]' })
  assistantReply!: string;

  @Shown({ example: 'The model answered from the documents it cites.' })
  reasoning!: string;

  @Shown({ example: 0.86 })
  confidence!: number;

  @Shown({ enum: ['remote', 'llm', 'rules'], example: 'llm' })
  planner!: string;

  @Shown({ type: PlannerAttemptView, isArray: true })
  attempts!: readonly PlannerAttemptView[];
}
