import { type Settings } from '../../config/settings';
import { type Embedders } from '../../src/contexts/knowledge/domain/embedders';
import { type IndexFeed } from '../../src/contexts/knowledge/infrastructure/search/index-feed';
import { packTerms } from '../../src/contexts/knowledge/infrastructure/search/packed-terms';
import { RowIds } from '../../src/contexts/knowledge/infrastructure/search/row-ids';
import { WorkspaceIndexes } from '../../src/contexts/knowledge/infrastructure/search/workspace-indexes';
import { rowOf } from './index-rows';

const MINUTE = 60_000;
const MB = 1024 * 1024;
const nothingNew = { arrivals: [], withdrawals: [], model: null, horizon: '1' };
const feed: Partial<IndexFeed> = { changesSince: () => Promise.resolve(nothingNew) };
const embedders = { defaultModel: 'a model', find: () => null } as Partial<Embedders> as Embedders;

const search = { indexMemoryBytes: MB, indexIdleMs: 10 * MINUTE };

const indexesFrom = (from: Partial<IndexFeed>) =>
  new WorkspaceIndexes(from as IndexFeed, embedders, { qdrant: null, search } as Settings);

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

describe('an index beyond the limit', () => {
  it('makes place by forgetting those that were not used for longest, and never the one that is asked for', async () => {
    const terms = packTerms(new Map(Array.from({ length: 200 }, (_, i) => [`word${i}`, 1])));
    const arrivals = Array.from({ length: 200 }, (_, i) => ({ xid: '1', id: `chunk ${i}` }));
    const indexes = indexesFrom({
      changesSince: () => Promise.resolve({ ...nothingNew, arrivals }),
      read: (_, ids) => Promise.resolve(ids.map((id) => ({ ...rowOf(id, ''), terms }))),
    });
    const first = await indexes.fresh('first');
    const fitting = Math.floor(MB / first.bytes);
    expect(fitting).toBeGreaterThan(1);
    const second = await indexes.fresh('second');
    for (let i = 2; i < fitting; i++) await indexes.fresh(`workspace ${i}`);
    expect(await indexes.fresh('first')).toBe(first);
    await indexes.fresh('one more');
    expect(await indexes.fresh('first')).toBe(first);
    expect(await indexes.fresh('second')).not.toBe(second);
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
