import { type Settings } from '../../config/settings';
import { type Embedders } from '../../src/contexts/knowledge/domain/embedders';
import { type IndexFeed } from '../../src/contexts/knowledge/infrastructure/search/index-feed';
import { RowIds } from '../../src/contexts/knowledge/infrastructure/search/row-ids';
import { WorkspaceIndexes } from '../../src/contexts/knowledge/infrastructure/search/workspace-indexes';

const MINUTE = 60_000;
const nothingNew = { arrivals: [], withdrawals: [], model: null, horizon: '1' };
const feed: Partial<IndexFeed> = { changesSince: () => Promise.resolve(nothingNew) };
const embedders = { defaultModel: 'a model', find: () => null } as Partial<Embedders> as Embedders;

const indexesFrom = (from: Partial<IndexFeed>) =>
  new WorkspaceIndexes(from as IndexFeed, embedders, { qdrant: null } as Settings);

describe('the memory of the indexes', () => {
  it('is given back for a workspace that nobody has searched for ten minutes', async () => {
    jest.useFakeTimers();
    const indexes = indexesFrom(feed);
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

describe('an index that is asked for', () => {
  const counted = () => {
    const changesSince = jest.fn(() => Promise.resolve(nothingNew));
    return { changesSince, indexes: indexesFrom({ changesSince }) };
  };

  it('looks for changes once for all that one question asks of it', async () => {
    const { changesSince, indexes } = counted();
    const askedAt = performance.now();
    await indexes.fresh('one');
    await Promise.all([indexes.fresh('one', askedAt), indexes.fresh('one', askedAt)]);
    expect(changesSince).toHaveBeenCalledTimes(1);
    await indexes.fresh('another', askedAt);
    expect(changesSince).toHaveBeenCalledTimes(2);
  });

  it('looks again for a question that came while it was looking: something may have been committed since', async () => {
    const { changesSince, indexes } = counted();
    let second: Promise<unknown> | undefined;
    changesSince.mockImplementationOnce(() => {
      second = indexes.fresh('one', performance.now());
      return Promise.resolve(nothingNew);
    });
    await indexes.fresh('one');
    await second;
    expect(changesSince).toHaveBeenCalledTimes(2);
  });

  it('looks again after it failed to', async () => {
    const { changesSince, indexes } = counted();
    const askedAt = performance.now();
    changesSince.mockRejectedValueOnce(new Error('gone'));
    await expect(indexes.fresh('one', askedAt)).rejects.toThrow('gone');
    await indexes.fresh('one', askedAt);
    expect(changesSince).toHaveBeenCalledTimes(2);
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
