import { Shown } from '../../../platform/http/view-fields';
import { type AgentProfile } from '../domain/agent-profile';

/** An agent, as clients of OpenAI's API see a model. */
export class ChatModelView {
  @Shown({ example: 'customer-service', description: 'The slug of the agent.' })
  id!: string;

  @Shown({ enum: ['model'], example: 'model' })
  object!: 'model';

  @Shown({ example: 0, description: 'Always 0: agents have versions and no age.' })
  created!: number;

  @Shown({ example: 'parley' })
  owned_by!: string;
}

export class ChatModelsView {
  @Shown({ enum: ['list'], example: 'list' })
  object!: 'list';

  @Shown({ type: ChatModelView, isArray: true })
  data!: ChatModelView[];
}

export function chatModel({ slug }: AgentProfile): ChatModelView {
  return { id: slug, object: 'model', created: 0, owned_by: 'parley' };
}
