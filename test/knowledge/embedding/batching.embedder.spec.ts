import { outcomeOf, setUp, statusError, textsOf, vectorOf } from './held-provider';

const ADA = '01938f3a-0000-7000-8000-00000000000a';
const BOB = '01938f3a-0000-7000-8000-00000000000b';

describe('the batching embedder', () => {
  it('fills a call with the texts of fifty documents, and sends it as soon as it is full [KN-12]', async () => {
    const { embedder, calls } = setUp();
    const texts = Array.from({ length: 50 }, (_, i) => textsOf(`document ${i}`, 2));
    const answers = texts.map((each) => embedder.embed(each, { workspaceId: ADA }));
    expect(calls.map((call) => call.texts)).toEqual([texts.flat()]);
    await calls[0]!.answer();
    expect(await Promise.all(answers)).toEqual(texts.map((each) => each.map(vectorOf)));
  });

  it('sends what there is when the oldest text has waited for a moment, and not before', async () => {
    const { embedder, clock, provider } = setUp();
    void embedder.embed(['first']);
    await clock.pass(6);
    void embedder.embed(['second']);
    await clock.pass(3);
    expect(provider.calls).toEqual([]);
    await clock.pass(1);
    expect(provider.calls.map(({ texts }) => texts)).toEqual([['first', 'second']]);
  });

  it('waits for the whole of a burst, however late it comes to it', async () => {
    const { embedder, clock, provider } = setUp();
    void embedder.embed(['first']);
    clock.stall(500);
    for (let i = 0; i < 20; i++) void embedder.embed([`burst ${i}`]);
    expect(provider.calls).toEqual([]);
    await clock.pass(0);
    expect(provider.sizes).toEqual([21]);
  });

  it('cuts what is more than a hundred texts, and answers all of it in order [KN-12]', async () => {
    const { embedder, clock, provider, calls } = setUp();
    const texts = textsOf('text', 230);
    const answer = embedder.embed(texts);
    await clock.pass(10);
    expect(provider.sizes).toEqual([100, 100, 30]);
    await calls[2]!.answer();
    await calls[0]!.answer();
    await calls[1]!.answer();
    expect(await answer).toEqual(texts.map(vectorOf));
  });

  it('has no more calls on their way than it may, and fills the next one meanwhile [KN-14]', async () => {
    const { embedder, clock, provider, calls } = setUp({ concurrency: 2 });
    for (let i = 0; i < 2; i++) void embedder.embed(textsOf(`full ${i}`, 100));
    for (let i = 0; i < 30; i++) void embedder.embed([`late ${i}`]);
    await clock.pass(1_000);
    expect(provider.sizes).toEqual([100, 100]);
    await calls[1]!.answer();
    expect(provider.sizes).toEqual([100, 100, 30]);
    expect(provider.inFlight).toBe(2);
  });

  it('sends questions before documents, at once and by themselves', async () => {
    const { embedder, clock, provider, calls } = setUp({ concurrency: 1 });
    void embedder.embed(['a question'], { isQuestion: true });
    expect(provider.calls).toHaveLength(1);
    void embedder.embed(textsOf('document', 200));
    void embedder.embed(['another question'], { isQuestion: true });
    await clock.pass(100);
    await calls[0]!.answer();
    expect(calls[1]!.texts).toEqual(['another question']);
    await calls[1]!.answer();
    expect(calls[2]!.texts).toHaveLength(100);
  });

  it('lets workspaces take turns, so that much of one does not hold up the other [T3]', async () => {
    const { embedder, clock, calls } = setUp({ concurrency: 1 });
    void embedder.embed(textsOf('ada', 1_000), { workspaceId: ADA });
    const answer = embedder.embed(textsOf('bob', 150), { workspaceId: BOB });
    await clock.pass(10);
    for (let i = 0; i < 4; i++) await calls[i]!.answer();
    const shares = calls
      .slice(1, 4)
      .map(({ texts }) => texts.filter((text) => text.startsWith('bob')).length);
    expect(shares).toEqual([50, 50, 50]);
    expect(await answer).toHaveLength(150);
    expect(calls[4]!.texts).toHaveLength(100);
  });

  it('puts no more into a call than the provider takes in tokens', async () => {
    const { embedder, clock, provider } = setUp();
    void embedder.embed(Array.from({ length: 100 }, (_, i) => `${i}`.padEnd(12_000, '.')));
    await clock.pass(10);
    expect(provider.sizes).toEqual([50, 50]);
  });

  it('lets a text that may be too long travel alone', async () => {
    const { embedder, clock, provider } = setUp();
    void embedder.embed(['short', 'x'.repeat(20_000), 'also short']);
    await clock.pass(10);
    expect(provider.sizes).toEqual([1, 1, 1]);
  });

  it('embeds nothing as nothing, without a call', async () => {
    const { embedder, clock, calls } = setUp();
    expect(await embedder.embed([])).toEqual([]);
    await clock.pass(100);
    expect(calls).toEqual([]);
  });
});

describe('a caller that goes away', () => {
  it('takes its unsent texts along, and nobody else with it', async () => {
    const { embedder, clock, calls } = setUp();
    const leaving = new AbortController();
    const left = outcomeOf(embedder.embed(['not wanted'], { signal: leaving.signal }));
    const answer = embedder.embed(['wanted']);
    leaving.abort(new Error('gone'));
    expect(await left).toEqual(new Error('gone'));
    await clock.pass(10);
    expect(calls.map(({ texts }) => texts)).toEqual([['wanted']]);
    await calls[0]!.answer();
    expect(await answer).toEqual([vectorOf('wanted')]);
  });

  it('leaves a call alone that others wait for, and ends one that nobody waits for', async () => {
    const { embedder, clock, calls } = setUp();
    const [ada, bob] = [new AbortController(), new AbortController()];
    void outcomeOf(embedder.embed(['ada'], { signal: ada.signal }));
    void outcomeOf(embedder.embed(['bob'], { signal: bob.signal }));
    await clock.pass(10);
    ada.abort();
    expect(calls[0]!.isAborted).toBe(false);
    bob.abort();
    expect(calls[0]!.isAborted).toBe(true);
    const answer = embedder.embed(['next']);
    await clock.pass(10);
    await calls[1]!.answer();
    expect(await answer).toEqual([vectorOf('next')]);
  });

  it('is told that the model is not available where its time has run out', async () => {
    const { embedder } = setUp();
    const time = new AbortController();
    const answer = outcomeOf(embedder.embed(['slow'], { signal: time.signal }));
    time.abort(new DOMException('Too late.', 'TimeoutError'));
    expect(await answer).toMatchObject({ kind: 'unavailable', code: 'embeddings_unavailable' });
  });
});

describe('a call that fails', () => {
  it('fails the requests whose texts it carried, and no other', async () => {
    const { embedder, clock, calls } = setUp();
    const lost = outcomeOf(embedder.embed(textsOf('lost', 100)));
    const found = embedder.embed(textsOf('found', 100));
    await clock.pass(0);
    await calls[0]!.fail(statusError(401));
    await calls[1]!.answer();
    expect(await lost).toMatchObject({ code: 'embedding_not_permitted' });
    expect(await found).toHaveLength(100);
  });

  it('is halved when its texts are refused, until one text fails its own document only', async () => {
    const { embedder, clock, provider, calls } = setUp({ concurrency: 1 });
    const answers = Array.from({ length: 50 }, (_, i) =>
      outcomeOf(embedder.embed([`page ${i}`, i === 17 ? 'poison' : `page ${i}, continued`])),
    );
    await clock.pass(0);
    for (let i = 0; i < calls.length; i++) {
      const call = calls[i]!;
      await (call.texts.includes('poison') ? call.fail(statusError(400)) : call.answer());
    }
    const outcomes = await Promise.all(answers);
    const refused = outcomes.filter((outcome) => outcome instanceof Error);
    expect(refused).toEqual([outcomes[17]]);
    expect(refused[0]).toMatchObject({ kind: 'unprocessable', code: 'embedding_refused' });
    expect(provider.calls.length).toBeLessThan(20);
  });

  it('blames no text for what is wrong with the request itself', async () => {
    const { embedder, clock, provider, calls } = setUp();
    const answer = outcomeOf(embedder.embed(textsOf('fine', 100)));
    await clock.pass(0);
    await calls[0]!.fail(statusError(400, {}, { param: 'dimensions' }));
    expect(await answer).toMatchObject({ kind: 'unavailable', code: 'embedding_not_permitted' });
    expect(provider.calls).toHaveLength(1);
  });
});
