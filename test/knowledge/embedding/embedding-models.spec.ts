import { CqrsModule } from '@nestjs/cqrs';
import { readEnvironment } from '../../../config/env';
import { EmbeddingModelsController } from '../../../src/contexts/knowledge/http/embedding-models.controller';
import { ConfiguredEmbedders } from '../../../src/contexts/knowledge/infrastructure/configured.embedders';
import {
  type EmbeddingModelsView,
  ListEmbeddingModelsHandler,
} from '../../../src/contexts/knowledge/queries/list-embedding-models.query';
import { startSmallApp } from '../../support/small-app';

async function modelsOf(environment: Record<string, string>): Promise<EmbeddingModelsView['items']> {
  const small = await startSmallApp({
    controllers: [EmbeddingModelsController],
    providers: [ListEmbeddingModelsHandler],
    imports: [CqrsModule],
    environment,
  });
  try {
    const answer = await fetch(`${small.url}/api/v1/knowledge/embedding-models`);
    expect(answer.status).toBe(200);
    return ((await answer.json()) as EmbeddingModelsView).items;
  } finally {
    await small.stop();
  }
}

describe('the models to embed with', () => {
  it('are the local one alone where there is no key [KN-16]', async () => {
    expect(await modelsOf({})).toEqual([
      { id: 'local-lexical-384', dimensions: 384, pricePerMillionTokens: 0, isDefault: true },
    ]);
  });

  it('are those of the provider with what they cost, the configured one first [KN-16]', async () => {
    const environment = {
      OPENAI_API_KEY: 'sk-test',
      OPENAI_EMBEDDING_MODEL: 'nomic-embed-text',
      OPENAI_EMBEDDING_DIMENSIONS: '768',
    };
    const items = await modelsOf(environment);
    expect(items.filter(({ isDefault }) => isDefault)).toEqual([
      { id: 'nomic-embed-text', dimensions: 768, pricePerMillionTokens: null, isDefault: true },
    ]);
    expect(items.map(({ id }) => id)).toEqual([
      'nomic-embed-text',
      'text-embedding-3-small',
      'text-embedding-3-large',
      'text-embedding-ada-002',
      'local-lexical-384',
    ]);
    expect(items[3]).toMatchObject({ dimensions: 1_536, pricePerMillionTokens: 0.1 });
  });

  it('are each there to be asked, under their names and with their dimensions [KN-16]', async () => {
    const environment = { OPENAI_API_KEY: 'sk-test', OPENAI_EMBEDDING_MODEL: 'text-embedding-ada-002' };
    const embedders = new ConfiguredEmbedders(readEnvironment(environment));
    expect(embedders.defaultModel).toBe('text-embedding-ada-002');
    for (const { id, dimensions } of await modelsOf(environment)) {
      expect(embedders.find(id)).toMatchObject({ model: id, dimensions });
    }
  });
});
