import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { embeddingModels } from '../../../../config/embedding-models';
import { Settings } from '../../../../config/settings';
import { Shown } from '../../../platform/http/view-fields';

export class EmbeddingModelView {
  @Shown({ example: 'text-embedding-3-small' })
  id!: string;

  @Shown({ example: 512, description: 'Of its vectors, as this installation asks for them.' })
  dimensions!: number;

  @Shown({ example: 0.02, nullable: true, description: 'In US dollars; null where it is not known.' })
  pricePerMillionTokens!: number | null;

  @Shown({ example: true, description: 'What a workspace uses that has chosen no other one.' })
  isDefault!: boolean;
}

export class EmbeddingModelsView {
  @Shown({ type: [EmbeddingModelView], description: 'The default first.' })
  items!: EmbeddingModelView[];
}

/** The same for every workspace: which models there is a key for. */
export class ListEmbeddingModels extends Query<EmbeddingModelsView> {}

@QueryHandler(ListEmbeddingModels)
export class ListEmbeddingModelsHandler implements IQueryHandler<ListEmbeddingModels> {
  private readonly models: EmbeddingModelsView;

  constructor({ llm }: Settings) {
    const items = embeddingModels(llm).map(({ id, dimensions, pricePerMillionTokens }, place) => ({
      id,
      dimensions,
      pricePerMillionTokens,
      isDefault: place === 0,
    }));
    this.models = { items };
  }

  execute(): Promise<EmbeddingModelsView> {
    return Promise.resolve(this.models);
  }
}
