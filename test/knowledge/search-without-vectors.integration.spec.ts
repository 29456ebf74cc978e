import { VectorIndex } from '../../src/contexts/knowledge/domain/vector-index';
import { uuidv7 } from '../../src/kernel/ids';
import { vectorsUnavailable } from '../../src/platform/qdrant/qdrant-errors';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

describe('searching while the index of vectors is down [Q6]', () => {
  const TEXT = 'Refunds reach your bank account within five working days.';
  let knowledge: KnowledgeUnderTest;
  let workspaceId: string;

  beforeAll(async () => {
    knowledge = await startKnowledge();
    workspaceId = uuidv7();
    await knowledge.add(workspaceId, TEXT);
    jest.spyOn(knowledge.module.get(VectorIndex), 'search').mockRejectedValue(vectorsUnavailable());
  });
  afterAll(() => knowledge.stop());

  it('answers from words alone, and says so', async () => {
    const found = await knowledge.search(workspaceId, 'refund to my bank');
    expect(found.hits.map(({ text }) => text)).toEqual([TEXT]);
    expect(found.legs).toMatchObject({ keyword: 'ran', vector: 'failed' });
  });

  it('says that it cannot where vectors were asked for', async () => {
    await expect(knowledge.search(workspaceId, 'refund', { mode: 'vector' })).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'vector_index_unavailable',
    });
  });
});
