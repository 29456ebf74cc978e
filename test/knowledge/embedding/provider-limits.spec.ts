import { outcomeOf, setUp, statusError, textsOf, vectorOf } from './held-provider';

const full = (name: string) => textsOf(name, 100);

describe('a provider that limits its use', () => {
  it('gets no call of the model at all until the moment it named, and then all that waited [KN-14]', async () => {
    const { embedder, clock, provider, calls } = setUp({ concurrency: 2 });
    const limited = embedder.embed(full('limited'));
    await calls[0]!.fail(statusError(429, { 'retry-after': '3' }));
    const late = embedder.embed(full('late'));
    await clock.pass(2_999);
    expect(provider.calls).toHaveLength(1);
    await clock.pass(1);
    expect(provider.calls).toHaveLength(3);
    await calls[1]!.answer();
    await calls[2]!.answer();
    expect(await limited).toEqual(full('limited').map(vectorOf));
    expect(await late).toEqual(full('late').map(vectorOf));
  });

  it('is believed by calls that were about to try again for another reason [KN-14]', async () => {
    const { embedder, clock, provider, calls } = setUp({ concurrency: 2 });
    void outcomeOf(embedder.embed(full('failed')));
    void outcomeOf(embedder.embed(full('limited')));
    await calls[0]!.fail(statusError(500));
    await calls[1]!.fail(statusError(503, { 'retry-after-ms': '4000' }));
    await clock.pass(3_999);
    expect(provider.calls).toHaveLength(2);
    await clock.pass(1);
    expect(provider.calls).toHaveLength(4);
  });

  it('that is far away is told to the callers at once, so that their jobs wait in the queue [KN-14]', async () => {
    const { embedder, clock, provider, calls } = setUp({ concurrency: 1 });
    const limited = outcomeOf(embedder.embed(full('limited')));
    const waiting = outcomeOf(embedder.embed(['waiting']));
    await calls[0]!.fail(statusError(429, { 'retry-after': '90' }));
    const told = { kind: 'unavailable', code: 'embeddings_unavailable', retryAfterSeconds: 90 };
    expect(await limited).toMatchObject(told);
    expect(await waiting).toMatchObject(told);
    await clock.pass(30_000);
    expect(await outcomeOf(embedder.embed(['new']))).toMatchObject({ ...told, retryAfterSeconds: 60 });
    expect(provider.calls).toHaveLength(1);
  });

  it('lets documents wait for what is too long for a question', async () => {
    const { embedder, clock, provider, calls } = setUp();
    void embedder.embed(full('limited'));
    await calls[0]!.fail(statusError(429, { 'retry-after': '5' }));
    const question = outcomeOf(embedder.embed(['a question'], { isQuestion: true }));
    void embedder.embed(full('document'));
    expect(await question).toMatchObject({ kind: 'unavailable', retryAfterSeconds: 5 });
    await clock.pass(5_000);
    expect(provider.calls).toHaveLength(3);
  });

  it('is asked three times at most for one batch [KN-13]', async () => {
    const { embedder, clock, provider, calls } = setUp();
    const answer = outcomeOf(embedder.embed(full('text')));
    for (let i = 0; i < 3; i++) {
      await calls[i]!.fail(statusError(429, { 'retry-after': '1' }));
      await clock.pass(1_000);
    }
    expect(await answer).toMatchObject({ kind: 'unavailable', code: 'embeddings_unavailable' });
    await clock.pass(60_000);
    expect(provider.calls).toHaveLength(3);
  });
});

describe('a provider that fails', () => {
  it('is asked again after growing pauses, and answers as if nothing had been [KN-13]', async () => {
    const { embedder, clock, provider, calls } = setUp();
    const answer = embedder.embed(full('text'));
    await calls[0]!.fail(statusError(500));
    await clock.pass(499);
    expect(provider.calls).toHaveLength(1);
    await clock.pass(1);
    expect(provider.calls).toHaveLength(2);
    await calls[1]!.fail(statusError(502));
    await clock.pass(999);
    expect(provider.calls).toHaveLength(2);
    await clock.pass(1);
    await calls[2]!.answer();
    expect(await answer).toEqual(full('text').map(vectorOf));
  });

  it('makes calls that failed together come back one by one [KN-13]', async () => {
    const draws = [0, 1];
    const { embedder, clock, provider, calls } = setUp({ random: () => draws.shift()! });
    void outcomeOf(embedder.embed(full('first')));
    void outcomeOf(embedder.embed(full('second')));
    await calls[0]!.fail(statusError(500));
    await calls[1]!.fail(statusError(500));
    await clock.pass(250);
    expect(provider.calls).toHaveLength(3);
    await clock.pass(250);
    expect(provider.calls).toHaveLength(4);
  });

  it('is not asked again for texts that nobody wants any more', async () => {
    const { embedder, clock, provider, calls } = setUp();
    const leaving = new AbortController();
    void outcomeOf(embedder.embed(textsOf('left', 60), { signal: leaving.signal }));
    void outcomeOf(embedder.embed(textsOf('stayed', 40)));
    await calls[0]!.fail(statusError(500));
    leaving.abort();
    await clock.pass(500);
    expect(calls[1]!.texts).toEqual(textsOf('stayed', 40));
    expect(provider.calls).toHaveLength(2);
  });

  it.each([
    ['its key', statusError(401)],
    ['its rights', statusError(403)],
    ['its model', statusError(404)],
    ['its credit', statusError(429, {}, { code: 'insufficient_quota' })],
  ])('over %s is asked once, and its callers are told that it is not permitted', async (_, error) => {
    const { embedder, clock, provider, calls } = setUp();
    const answer = outcomeOf(embedder.embed(full('text')));
    await calls[0]!.fail(error);
    expect(await answer).toMatchObject({ kind: 'unavailable', code: 'embedding_not_permitted' });
    await clock.pass(14_000);
    expect(await outcomeOf(embedder.embed(['again']))).toMatchObject({ code: 'embedding_not_permitted' });
    expect(provider.calls).toHaveLength(1);
  });
});

describe('a provider that is down [F11]', () => {
  const broken = async () => {
    const parts = setUp({ failuresToCoolDown: 4, concurrency: 4 });
    const answers = Array.from({ length: 4 }, (_, i) => outcomeOf(parts.embedder.embed(full(`down ${i}`))));
    for (const call of [...parts.calls]) await call.fail(new Error('connect ECONNREFUSED'));
    await parts.clock.pass(0);
    return { ...parts, answers };
  };

  it('gets no call while it is left alone: whoever asks is told so at once', async () => {
    const { embedder, clock, provider, answers } = await broken();
    await clock.pass(1_000);
    for (const outcome of await Promise.all(answers)) {
      expect(outcome).toMatchObject({ kind: 'unavailable', code: 'embeddings_unavailable' });
    }
    expect(await outcomeOf(embedder.embed(['new']))).toMatchObject({
      kind: 'unavailable',
      retryAfterSeconds: 14,
    });
    await clock.pass(13_000);
    expect(provider.calls).toHaveLength(4);
  });

  it('is probed by one call, and used as before once that is answered', async () => {
    const { embedder, clock, provider, calls } = await broken();
    await clock.pass(15_000);
    const answers = Array.from({ length: 3 }, (_, i) => embedder.embed(full(`up ${i}`)));
    await clock.pass(100);
    expect(provider.calls).toHaveLength(5);
    await calls[4]!.answer();
    expect(provider.calls).toHaveLength(7);
    await calls[5]!.answer();
    await calls[6]!.answer();
    expect((await Promise.all(answers)).flat()).toHaveLength(300);
  });

  it('is left alone again when the probe fails, without a second try', async () => {
    const { embedder, clock, provider, calls } = await broken();
    await clock.pass(15_000);
    const outcomes = [full('probe'), ['waits for it']].map((texts) => outcomeOf(embedder.embed(texts)));
    await calls[4]!.fail(new Error('connect ECONNREFUSED'));
    for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatchObject({ kind: 'unavailable' });
    await clock.pass(14_000);
    expect(await outcomeOf(embedder.embed(['new']))).toMatchObject({ kind: 'unavailable' });
    expect(provider.calls).toHaveLength(5);
  });
});
