import { RememberingEmbedder } from '../../../src/contexts/knowledge/infrastructure/embedding/remembering.embedder';
import { uuidv7 } from '../../../src/kernel/ids';
import { HeldProvider, vectorOf } from './held-provider';
import { ManualAlarmClock } from './manual-alarm-clock';

describe('questions that come again', () => {
  const ada = { workspaceId: uuidv7(), isQuestion: true };
  const bob = { workspaceId: uuidv7(), isQuestion: true };

  function setUp(most?: number) {
    const clock = new ManualAlarmClock();
    const provider = new HeldProvider();
    const embedder = new RememberingEmbedder(provider, clock, undefined, most);
    const ask = async (text: string, request: Parameters<HeldProvider['embed']>[1] = ada) => {
      const before = provider.calls.length;
      const answer = embedder.embed([text], request);
      for (const call of provider.calls.slice(before)) await call.answer();
      expect(await answer).toEqual([vectorOf(text)]);
      return provider.calls.length - before;
    };
    return { clock, provider, embedder, ask };
  }

  it('are embedded once [KN-15]', async () => {
    const { ask } = setUp();
    expect(await ask('How long can I return goods?')).toBe(1);
    expect(await ask('How long can I return goods?')).toBe(0);
  });

  it('are embedded again for another workspace, which learns nothing of the first [T3]', async () => {
    const { ask } = setUp();
    await ask('Who is our largest customer?', ada);
    expect(await ask('Who is our largest customer?', bob)).toBe(1);
  });

  it('are forgotten after ten minutes', async () => {
    const { ask, clock } = setUp();
    await ask('Is it still known?');
    await clock.pass(10 * 60_000 - 1);
    expect(await ask('Is it still known?')).toBe(0);
    await clock.pass(1);
    expect(await ask('Is it still known?')).toBe(1);
  });

  it('are so many and no more: the one unused longest goes first', async () => {
    const { ask } = setUp(2);
    await ask('first');
    await ask('second');
    await ask('first');
    await ask('third');
    expect(await ask('first')).toBe(0);
    expect(await ask('second')).toBe(1);
  });

  it('are not remembered where they failed', async () => {
    const { ask, embedder, provider } = setUp();
    const answer = embedder.embed(['Does it work?'], ada);
    const failed = expect(answer).rejects.toThrow('no');
    await provider.calls[0]!.fail(new Error('no'));
    await failed;
    expect(await ask('Does it work?')).toBe(1);
  });

  it('are something else than documents, which are kept in the database', async () => {
    const { ask } = setUp();
    const { workspaceId } = ada;
    await ask('a passage', { workspaceId });
    expect(await ask('a passage', { workspaceId })).toBe(1);
  });
});
