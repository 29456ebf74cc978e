import { StartIngestion } from '../../src/contexts/knowledge/commands/start-ingestion.command';
import { Embedder } from '../../src/contexts/knowledge/domain/embedder';
import { LocalEmbedder } from '../../src/contexts/knowledge/infrastructure/local.embedder';
import { uuidv7 } from '../../src/kernel/ids';
import { submission, textDocument } from './builders';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

/** The model whose cosines are all high: from 0.75 on, a text has to do with the question. */
class AdaLikeEmbedder extends Embedder {
  readonly model = 'text-embedding-ada-002';
  readonly dimensions = 2;
  readonly isMetered = true;
  readonly batchSize = 100;

  /** A text is as near to every question as the number in it says. */
  embed(texts: readonly string[]): Promise<Float32Array[]> {
    return Promise.resolve(
      texts.map((text) => {
        const cosine = Number(/0\.\d+/.exec(text)?.[0] ?? 1);
        return Float32Array.from([cosine, Math.sqrt(1 - cosine ** 2)]);
      }),
    );
  }
}

describe('what a question may ask for', () => {
  let knowledge: KnowledgeUnderTest;
  beforeAll(async () => {
    knowledge = await startKnowledge(new LocalEmbedder());
  });
  afterAll(() => knowledge.stop());

  const textsFound = async (...args: Parameters<KnowledgeUnderTest['search']>) =>
    (await knowledge.search(...args)).hits.map(({ text }) => text);

  describe('phrases', () => {
    const TEXTS = [
      'We return the goods to the sender.',
      'The sender returned the goods to us.',
      'To the sender we return goods, and the other way round.',
    ];

    it.each(['keyword', 'vector', 'hybrid'] as const)(
      'have their words side by side, in whatever inflection (%s) [KN-18]',
      async (mode) => {
        const workspaceId = uuidv7();
        await knowledge.add(workspaceId, ...TEXTS);
        const found = (query: string) => textsFound(workspaceId, query, { mode });
        expect(await found('sender goods')).toHaveLength(3);
        expect((await found('sender "return the goods"')).sort()).toEqual([TEXTS[1], TEXTS[0]]);
        expect(await found('goods “the sender returned”')).toEqual([TEXTS[1]]);
        expect(await found('"goods sender"')).toEqual([]);
      },
    );

    it('count words that only carry grammar, and a lone quotation mark is none', async () => {
      const workspaceId = uuidv7();
      await knowledge.add(workspaceId, 'Nothing can be found here.', 'Something to be found nearby.');
      expect(await textsFound(workspaceId, '"to be found"')).toEqual(['Something to be found nearby.']);
      expect(await textsFound(workspaceId, 'nothing "')).toContain('Nothing can be found here.');
    });
  });

  it('says which words it took for misspelt, in words of the passages found', async () => {
    const workspaceId = uuidv7();
    await knowledge.add(workspaceId, 'Deliveries leave at noon.', 'Invoices come by mail.');
    const found = await knowledge.search(workspaceId, 'delivreies zeppelin', { mode: 'keyword' });
    expect(found.hits.map(({ text }) => text)).toEqual(['Deliveries leave at noon.']);
    expect(found.corrections).toEqual([{ word: 'delivreies', to: 'deliveries' }]);
    expect(found.hits[0]!.highlights).toEqual([{ start: 0, end: 10 }]);
    expect((await knowledge.search(workspaceId, 'deliveries')).corrections).toEqual([]);
  });

  describe('hits that repeat a better one', () => {
    const words = Array.from(
      { length: 80 },
      (_, i) => `word${String.fromCharCode(97 + (i % 26))}${'x'.repeat(i % 7)}`,
    );
    const LONG = `Refunds are paid. ${words.join(' ')}`;

    it('are left out and counted, and the next ones move up', async () => {
      const workspaceId = uuidv7();
      const other = 'Refunds of another kind are paid as well.';
      await knowledge.add(workspaceId, LONG, `${LONG} Indeed.`, other);
      const { hits } = await knowledge.search(workspaceId, 'refunds paid', { limit: 2, mode: 'keyword' });
      expect(hits).toHaveLength(2);
      expect(hits.map(({ text }) => text)).toContain(other);
      expect(hits.map(({ duplicates }) => duplicates).sort()).toEqual([0, 1]);
    });

    it('are kept when only a number differs', async () => {
      const workspaceId = uuidv7();
      await knowledge.add(workspaceId, `${LONG} It is 5 euros.`, `${LONG} It is 6 euros.`);
      expect(await textsFound(workspaceId, 'refunds paid')).toHaveLength(2);
    });
  });

  it('answers which version of a document a hit is of, and on which pages it stands', async () => {
    const workspaceId = uuidv7();
    const [id] = await knowledge.add(workspaceId, 'The zeppelin lands at noon.');
    await knowledge.rows('UPDATE knowledge.chunks SET page_from = 3, page_to = 4 WHERE document_id = $1', [
      id,
    ]);
    const [hit] = (await knowledge.search(workspaceId, 'zeppelin')).hits;
    expect(hit).toMatchObject({ documentVersion: 1, pageFrom: 3, pageTo: 4 });
  });

  describe('the settings of a workspace', () => {
    const PLACES = ['Lisbon', 'Oslo', 'Vienna', 'Quito', 'Lima', 'Accra', 'Hanoi', 'Perth'];
    const TEXTS = PLACES.map((place) => `The zeppelin lands in ${place}.`);
    const set = (workspaceId: string, retrieval: object) =>
      knowledge.rows('INSERT INTO knowledge.settings (workspace_id, retrieval) VALUES ($1, $2)', [
        workspaceId,
        JSON.stringify(retrieval),
      ]);
    const ask = (workspaceId: string, more: object = {}) =>
      knowledge.search(workspaceId, 'zeppelin', { limit: undefined, mode: undefined, ...more });

    it('say how many hits there are when the request does not, and five without them [KN-23]', async () => {
      const [plain, other] = [uuidv7(), uuidv7()];
      await knowledge.add(plain, ...TEXTS);
      await knowledge.add(other, ...TEXTS);
      await set(other, { limit: 3, mode: 'keyword' });
      expect((await ask(plain)).hits).toHaveLength(5);
      expect((await ask(other)).hits).toHaveLength(3);
      expect((await ask(other)).legs).toMatchObject({ keyword: 'ran', vector: 'off' });
      expect((await ask(other, { limit: 7, mode: 'hybrid' })).hits).toHaveLength(7);
    });

    it('say from which score on, unless the request does [KN-22]', async () => {
      const workspaceId = uuidv7();
      await knowledge.add(workspaceId, ...TEXTS);
      await set(workspaceId, { threshold: 1 });
      expect((await ask(workspaceId)).hits).toEqual([]);
      expect((await ask(workspaceId, { threshold: 0 })).hits).toHaveLength(5);
    });
  });

  it('orders hits by how relevant they are, not by which leg found them [KN-24]', async () => {
    const workspaceId = uuidv7();
    const documents = [
      'Password, password and password again',
      'Resetting a password',
      'Nothing of the kind',
    ];
    await knowledge.commands.execute(
      new StartIngestion(workspaceId, submission({ documents: documents.map((text) => textDocument(text)) })),
    );
    for (const { id } of await knowledge.rows<{ id: string }>(
      'SELECT id FROM knowledge.documents WHERE workspace_id = $1',
      [workspaceId],
    )) {
      await knowledge.index(workspaceId, id);
    }
    const { hits } = await knowledge.search(workspaceId, 'reset my password');
    expect(hits[0]!.text).toBe('Resetting a password');
    expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
  });
});

describe('a model whose cosines are all high', () => {
  let knowledge: KnowledgeUnderTest;
  beforeAll(async () => {
    knowledge = await startKnowledge(new AdaLikeEmbedder(), {
      ROLE: 'api',
      OPENAI_API_KEY: 'sk-test',
      OPENAI_EMBEDDING_MODEL: 'text-embedding-ada-002',
    });
  });
  afterAll(() => knowledge.stop());

  it('counts from 0.75 on, and from less for those who ask for less [KN-22]', async () => {
    const workspaceId = uuidv7();
    await knowledge.add(workspaceId, 'Near by 0.8', 'Near by 0.74');
    const found = async (more: object) =>
      (await knowledge.search(workspaceId, 'anything', { mode: 'vector', ...more })).hits.map(
        ({ text }) => text,
      );
    expect(await found({})).toEqual(['Near by 0.8']);
    expect(await found({ threshold: 0.7 })).toEqual(['Near by 0.8', 'Near by 0.74']);
    expect(await found({ threshold: 0.9 })).toEqual([]);
  });
});
