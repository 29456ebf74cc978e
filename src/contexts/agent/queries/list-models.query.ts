import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Shown } from '../../../platform/http/view-fields';
import { ChatModels } from '../domain/chat-models';

export class ModelView {
  @Shown({ example: 'gpt-4o-mini', description: 'What to give as `model`.' })
  name!: string;

  @Shown({ example: 'openai' })
  provider!: string;

  @Shown({ example: 128_000, nullable: true, description: 'In tokens; null where it is not known.' })
  contextWindow!: number | null;

  @Shown({ example: 16_384, nullable: true })
  maxOutputTokens!: number | null;

  @Shown({ example: 0.15, nullable: true, description: 'US dollars for a million tokens that are read.' })
  inputPrice!: number | null;

  @Shown({ example: 0.6, nullable: true, description: 'US dollars for a million tokens that are written.' })
  outputPrice!: number | null;

  @Shown({ example: true, description: 'Who answers where nobody has chosen.' })
  isDefault!: boolean;
}

export class ModelsView {
  @Shown({ type: [ModelView], description: 'The default first; none without a key.' })
  items!: ModelView[];
}

/** The same for every workspace: which models there is a key for. */
export class ListModels extends Query<ModelsView> {}

@QueryHandler(ListModels)
export class ListModelsHandler implements IQueryHandler<ListModels> {
  constructor(private readonly models: ChatModels) {}

  execute(): Promise<ModelsView> {
    const items = this.models.all.map(({ id: _id, ...model }, place) => ({
      ...model,
      isDefault: place === 0,
    }));
    return Promise.resolve({ items });
  }
}
