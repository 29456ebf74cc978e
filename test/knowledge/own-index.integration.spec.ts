import { WorkspaceIndexes } from '../../src/contexts/knowledge/infrastructure/search/workspace-indexes';
import { uuidv7 } from '../../src/kernel/ids';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

describe('Every workspace', () => {
  let knowledge: KnowledgeUnderTest;
  beforeAll(async () => {
    knowledge = await startKnowledge();
  });
  afterAll(() => knowledge.stop());

  it('has an index of its own, with its own chunks and no others in it [TE-14]', async () => {
    const [mine, theirs] = [uuidv7(), uuidv7()];
    await knowledge.add(mine, 'The same words stand in both.');
    await knowledge.add(theirs, 'The same words stand in both.');
    const indexes = knowledge.module.get(WorkspaceIndexes);
    const [own, other] = [await indexes.fresh(mine), await indexes.fresh(theirs)];
    expect(own).not.toBe(other);
    const chunks = await knowledge.rows<{ id: string; workspace: string }>(
      'SELECT id, workspace_id AS workspace FROM knowledge.chunks',
    );
    expect(chunks).toHaveLength(2);
    for (const { id, workspace } of chunks) {
      expect([own.has(id), other.has(id)]).toEqual([workspace === mine, workspace === theirs]);
    }
    indexes.forget(mine);
    expect(await indexes.fresh(theirs)).toBe(other);
    expect(await indexes.fresh(mine)).not.toBe(own);
  });
});
