import { type Settings } from '../../config/settings';
import { type Embedders } from '../../src/contexts/knowledge/domain/embedders';
import { type IndexFeed } from '../../src/contexts/knowledge/infrastructure/search/index-feed';
import { RowIds } from '../../src/contexts/knowledge/infrastructure/search/row-ids';
import { WorkspaceIndexes } from '../../src/contexts/knowledge/infrastructure/search/workspace-indexes';

const MINUTE = 60_000;
const nothingNew = { arrivals: [], withdrawals: [], model: null, horizon: '1' };
const feed = { changesSince: () => Promise.resolve(nothingNew) } as Partial<IndexFeed> as IndexFeed;
const embedders = { defaultModel: 'a model', find: () => null } as Partial<Embedders> as Embedders;

describe('the memory of the indexes', () => {
  it('is given back for a workspace that nobody has searched for ten minutes', async () => {
    jest.useFakeTimers();
    const indexes = new WorkspaceIndexes(feed, embedders, { qdrant: null } as Settings);
    indexes.onApplicationBootstrap();
    try {
      const [idle, busy] = [await indexes.fresh('idle'), await indexes.fresh('busy')];
      jest.advanceTimersByTime(8 * MINUTE);
      expect(await indexes.fresh('busy')).toBe(busy);
      jest.advanceTimersByTime(4 * MINUTE);
      expect(await indexes.fresh('busy')).toBe(busy);
      expect(await indexes.fresh('idle')).not.toBe(idle);
    } finally {
      indexes.onApplicationShutdown();
      jest.useRealTimers();
    }
  });
});

describe('the ids of rows', () => {
  it('are found again by row and by id, however many there are', () => {
    const ids = new RowIds();
    const names = Array.from({ length: 3_000 }, (_, i) => `chunk ${i * 7}`);
    expect(names.map((name) => ids.add(name))).toEqual(names.map((_, row) => row));
    expect(names.every((name, row) => ids.of(row) === name && ids.has(name))).toBe(true);
    expect(ids.has('chunk 1')).toBe(false);
    expect(ids.size).toBe(3_000);
  });
});
