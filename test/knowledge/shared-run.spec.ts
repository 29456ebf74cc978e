import { SharedRun } from '../../src/contexts/knowledge/infrastructure/search/shared-run';

describe('a shared run', () => {
  it('is one for all who ask at the same moment', async () => {
    const shared = new SharedRun();
    let runs = 0;
    const work = () => Promise.resolve(void runs++);
    await Promise.all([shared.join(work), shared.join(work), shared.join(work)]);
    expect(runs).toBe(1);
  });

  it('is a new one for who asks while one is under way, because that may have looked too early', async () => {
    const shared = new SharedRun();
    const order: string[] = [];
    let letGo = () => {};
    const slow = shared.join(async () => {
      order.push('first starts');
      await new Promise<void>((resolve) => (letGo = resolve));
      order.push('first ends');
    });
    await new Promise(setImmediate);
    const late = [1, 2].map(() => shared.join(() => Promise.resolve(void order.push('second runs'))));
    await new Promise(setImmediate);
    letGo();
    await Promise.all([slow, ...late]);
    expect(order).toEqual(['first starts', 'first ends', 'second runs']);
  });

  it('goes on after a run that failed', async () => {
    const shared = new SharedRun();
    await expect(shared.join(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
    await expect(shared.join(() => Promise.resolve())).resolves.toBeUndefined();
  });
});
