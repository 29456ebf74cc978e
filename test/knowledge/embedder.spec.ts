import OpenAI from 'openai';
import { type Embedder } from '../../src/contexts/knowledge/domain/embedder';
import { LocalEmbedder } from '../../src/contexts/knowledge/infrastructure/local.embedder';
import {
  type EmbeddingsClient,
  OpenAiEmbedder,
  UnusableEmbedding,
} from '../../src/contexts/knowledge/infrastructure/openai.embedder';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';

const cosine = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  a?.reduce((sum, value, i) => sum + value * (b?.[i] ?? NaN), 0) ?? NaN;

let fake: FakeOpenAi;

beforeAll(async () => {
  fake = await startFakeOpenAi();
});
beforeEach(() => fake.reset());
afterAll(() => fake.stop());

const openAi = (model = 'text-embedding-3-small', dimensions = 256): OpenAiEmbedder =>
  new OpenAiEmbedder(new OpenAI({ apiKey: 'test', baseURL: fake.baseUrl, maxRetries: 0 }), model, dimensions);

const adapters: [string, () => Embedder][] = [
  ['the local embedder', () => new LocalEmbedder()],
  ['the OpenAI embedder', () => openAi()],
];

describe.each(adapters)('%s', (_, create) => {
  const texts = [
    'Refunds are paid within five days.',
    'A refund is paid after five days.',
    'Penguins live near the south pole.',
  ];

  it('answers one vector per text, of its dimensions and of length one', async () => {
    const embedder = create();
    const vectors = await embedder.embed(texts);
    expect(vectors).toHaveLength(3);
    for (const vector of vectors) {
      expect(vector).toBeInstanceOf(Float32Array);
      expect(vector).toHaveLength(embedder.dimensions);
      expect(cosine(vector, vector)).toBeCloseTo(1, 5);
    }
  });

  it('puts texts that say the same closer together than others', async () => {
    const [refund, sameRefund, penguins] = await create().embed(texts);
    expect(cosine(refund, sameRefund)).toBeGreaterThan(cosine(refund, penguins) + 0.1);
  });

  it('keeps the order of the texts, whatever stands around them', async () => {
    const many = Array.from({ length: 230 }, (_, i) => `document ${i} about subject${i * 7}`);
    const vectors = await create().embed(many);
    expect(vectors).toHaveLength(230);
    const [alone] = await create().embed([many[150] ?? '']);
    expect(vectors[150]).toEqual(alone);
  });

  it('embeds nothing as nothing', async () => {
    expect(await create().embed([])).toEqual([]);
  });

  it('gives even an empty text a direction', async () => {
    for (const vector of await create().embed(['', ' ', '?!', '\0']))
      expect(cosine(vector, vector)).toBeCloseTo(1, 5);
  });

  it('stops when it is told to', async () => {
    await expect(create().embed(texts, { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe('the local embedder', () => {
  const embedder = new LocalEmbedder();
  const similarity = async (a: string, b: string): Promise<number> => {
    const [first, second] = await embedder.embed([a, b]);
    return cosine(first, second);
  };

  it('says what it is', () => {
    expect(embedder.model).toBe('local-lexical-384');
    expect(embedder.dimensions).toBe(384);
  });

  it('answers the same on every machine', async () => {
    const [vector] = await embedder.embed(['Wie kündige ich mein Abonnement? 取消订阅']);
    const fingerprint = vector?.reduce((sum, value, i) => sum + value * ((i % 17) + 1), 0);
    expect(fingerprint).toBeCloseTo(-1.83927, 4);
  });

  it.each([
    ['case and accents', 'Rückerstattung für CAFÉ', 'ruckerstattung fur cafe'],
    ['inflection', 'cancelling subscriptions', 'cancel the subscription'],
    ['grammar', 'What is the delivery time?', 'delivery time'],
    ['full-width forms', 'ＡＰＩ ｋｅｙ', 'api key'],
  ])('looks through %s', async (_, a, b) => {
    expect(await similarity(a, b)).toBeGreaterThan(0.75);
  });

  it.each([
    ['a typo', 'subscription renewal', 'subscripton renewal'],
    ['a compound', 'Versandkosten', 'Kosten für den Versand'],
  ])('still sees a likeness through %s', async (_, a, b) => {
    expect(await similarity(a, b)).toBeGreaterThan(await similarity(a, 'penguins at the south pole'));
  });

  it('finds the passage for a question among others, in several languages', async () => {
    const passages = [
      'Wir erstatten den Kaufpreis innerhalb von 14 Tagen nach Eingang der Rücksendung.',
      'Les commandes sont livrées en deux jours ouvrables dans toute la France.',
      'Puede restablecer su contraseña desde la página de inicio de sesión.',
      'La fattura viene inviata per posta elettronica dopo ogni pagamento.',
      'Our support team answers calls on weekdays between nine and five.',
    ];
    const questions = [
      'Wann wird der Kaufpreis erstattet?',
      'Quand ma commande sera-t-elle livrée ?',
      '¿Cómo restablezco la contraseña?',
      'Dove trovo la fattura del pagamento?',
      'When does support answer the phone?',
    ];
    const candidates = await embedder.embed(passages);
    for (const [i, question] of (await embedder.embed(questions)).entries()) {
      const scores = candidates.map((candidate) => cosine(question, candidate));
      expect(scores.indexOf(Math.max(...scores))).toBe(i);
    }
  });

  it('is fast enough for 20,000 chunks a minute many times over', async () => {
    const chunk =
      'The delivery of an order can be followed in the account of the customer at any time. '.repeat(24);
    await embedder.embed(Array<string>(50).fill(chunk));
    const started = performance.now();
    await embedder.embed(Array.from({ length: 200 }, (_, i) => `${i} ${chunk}`));
    expect((performance.now() - started) / 200).toBeLessThan(3);
  });
});

describe('the OpenAI embedder', () => {
  const embeddingRequests = () => fake.requests.map(({ body }) => body as Record<string, unknown>);

  it('asks for at most a hundred texts at a time, in base64', async () => {
    await openAi().embed(Array.from({ length: 230 }, (_, i) => `text ${i}`));
    expect(embeddingRequests().map(({ input }) => (input as string[]).length)).toEqual([100, 100, 30]);
    expect(embeddingRequests()[0]).toMatchObject({ encoding_format: 'base64', dimensions: 256 });
  });

  it('does not ask an older model for dimensions, which it would refuse', async () => {
    await openAi('text-embedding-ada-002', 1536).embed(['text']);
    expect(embeddingRequests()[0]).not.toHaveProperty('dimensions');
  });

  it('refuses vectors of another dimension than it was made for', async () => {
    await expect(openAi('text-embedding-ada-002', 999).embed(['text'])).rejects.toThrow(UnusableEmbedding);
  });

  const answering = (data: { index: number; embedding: number[] | string }[]): OpenAiEmbedder => {
    const client: EmbeddingsClient = { embeddings: { create: () => Promise.resolve({ data }) } };
    return new OpenAiEmbedder(client, 'text-embedding-3-small', 2);
  };

  it('refuses an answer with a vector missing, doubled or without a direction', async () => {
    const unit = [1, 0];
    await expect(answering([{ index: 0, embedding: unit }]).embed(['a', 'b'])).rejects.toThrow(
      UnusableEmbedding,
    );
    const doubled = [0, 0].map((index) => ({ index, embedding: unit }));
    await expect(answering(doubled).embed(['a', 'b'])).rejects.toThrow(UnusableEmbedding);
    await expect(answering([{ index: 0, embedding: [0, 0] }]).embed(['a'])).rejects.toThrow(
      UnusableEmbedding,
    );
    await expect(answering([{ index: 0, embedding: [NaN, 1] }]).embed(['a'])).rejects.toThrow(
      UnusableEmbedding,
    );
  });

  it('goes by the index of a vector, and takes plain numbers where a server ignores the encoding', async () => {
    const vectors = await answering([
      { index: 1, embedding: [0, 2] },
      { index: 0, embedding: [3, 0] },
    ]).embed(['a', 'b']);
    expect(vectors).toEqual([Float32Array.of(1, 0), Float32Array.of(0, 1)]);
  });
});
