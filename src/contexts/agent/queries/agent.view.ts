import { Shown } from '../../../platform/http/view-fields';

class AgentRetrievalView {
  @Shown({ example: true })
  enabled!: boolean;

  @Shown({ example: 5 })
  limit!: number;

  @Shown({ example: 0.2, nullable: true, description: 'Null: as the workspace has it.' })
  threshold!: number | null;

  @Shown({ enum: ['hybrid', 'vector', 'keyword'], example: 'hybrid' })
  mode!: string;
}

class GuardrailsView {
  @Shown({ enum: ['off', 'mark', 'block'], example: 'mark' })
  injection!: string;

  @Shown({ enum: ['off', 'mask', 'block'], example: 'off' })
  personalDataIn!: string;

  @Shown({ enum: ['off', 'mask', 'block'], example: 'off' })
  personalDataOut!: string;

  @Shown({ isArray: true, example: ['legal advice'] })
  bannedTopics!: readonly string[];

  @Shown({ isArray: true, example: ['en', 'de'] })
  languages!: readonly string[];

  @Shown({ enum: ['off', 'mark', 'refuse'], example: 'mark' })
  groundedness!: string;

  @Shown({ example: 0.5 })
  groundednessThreshold!: number;

  @Shown({ enum: ['off', 'strip'], example: 'strip' })
  links!: string;

  @Shown({ isArray: true, example: ['example.com'] })
  allowedHosts!: readonly string[];
}

class AgentProfileView {
  @Shown({ example: 'customer-service' })
  slug!: string;

  @Shown({ example: 'Customer service' })
  name!: string;

  @Shown({ enum: ['customer-service', 'custom'], example: 'customer-service' })
  kind!: string;

  @Shown({ example: 3, description: '0 is the agent as every workspace has it from the start.' })
  version!: number;

  @Shown({
    example: 'You answer for a shop.',
    nullable: true,
    description: 'Null: the workspace’s, or ours.',
  })
  systemPrompt!: string | null;

  @Shown({ enum: ['professional', 'friendly', 'technical'], example: 'friendly' })
  persona!: string;

  @Shown({ enum: ['concise', 'balanced', 'detailed'], example: 'concise' })
  responseStyle!: string;

  @Shown({ example: 'Name the opening hours where they matter.' })
  instructions!: string;

  @Shown({
    example: 'gpt-4o-mini',
    nullable: true,
    description: 'Null: the workspace’s, or the installation’s.',
  })
  model!: string | null;

  @Shown({ example: 0.7 })
  temperature!: number;

  @Shown({ example: 500 })
  maxOutputTokens!: number;

  @Shown({ type: AgentRetrievalView })
  retrieval!: AgentRetrievalView;

  @Shown({ isArray: true, example: ['search_knowledge'] })
  tools!: readonly string[];

  @Shown({ type: GuardrailsView })
  guardrails!: GuardrailsView;
}

export class AgentView extends AgentProfileView {
  @Shown({ example: 4, description: 'The number of the last version, whether it answers or not.' })
  latestVersion!: number;

  @Shown({
    example: '2026-11-24T09:30:00.000Z',
    nullable: true,
    description: 'Null where nobody ever changed it.',
  })
  updatedAt!: Date | null;
}

export class AgentsView {
  @Shown({ type: AgentView, isArray: true, description: 'By name; all of them, for there are few.' })
  items!: readonly AgentView[];
}

export class AgentVersionView extends AgentProfileView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: true })
  isActive!: boolean;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11', nullable: true })
  createdBy!: string | null;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;
}
