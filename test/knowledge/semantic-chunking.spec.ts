import { type Embed } from '../../src/contexts/knowledge/domain/chunking/semantic-sections';
import { chunk } from './chunking';

const TOPICS = ['refund', 'warranty', 'delivery', 'privacy'];

const about = (topic: string, sentences: number): string =>
  Array.from(
    { length: sentences },
    (_, i) => `Note ${i} explains how the ${topic} works for customers.`,
  ).join(' ');

/** Knows only of which topics a text speaks, and how much. */
const byTopic: Embed = (texts) => {
  const vectors = texts.map((text) => {
    const mentions = TOPICS.map((topic) => text.split(topic).length - 1);
    const length = Math.hypot(...mentions) || 1;
    return Float32Array.from(mentions, (count) => count / length);
  });
  return Promise.resolve(vectors);
};

const semantic = (content: string, maxTokens = 400) =>
  chunk(content, { strategy: 'semantic', maxTokens }, { embed: byTopic });

describe('semantic chunking', () => {
  it('cuts where a text without any structure turns to something else [KN-07]', async () => {
    const parts = TOPICS.map((topic, i) => about(topic, 9 + i));
    expect((await semantic(parts.join(' '))).map(({ text }) => text)).toEqual(parts);
  });

  it('goes on where the topic does, over paragraphs and headings alike [KN-07]', async () => {
    const content = [`${about('refund', 7)}\n\n## More\n\n${about('refund', 7)}`, about('delivery', 14)];
    const chunks = await semantic(content.join('\n\n'));
    expect(chunks.map(({ text }) => text)).toEqual(content);
  });

  it('never leaves a heading behind the sentences that it announces [KN-07]', async () => {
    const content = TOPICS.map((topic) => `## About ${topic}\n\n${about(topic, 10)}`).join('\n\n');
    const chunks = await semantic(content);
    expect(chunks.map(({ heading }) => heading)).toEqual(TOPICS.map((topic) => `About ${topic}`));
  });

  it.each([
    ['a list', Array.from({ length: 12 }, (_, i) => `- ${TOPICS[i % 4]} number ${i}`).join('\n')],
    ['a table', ['| a | b |', '|---|---|', ...TOPICS.map((topic) => `| ${topic} | x |`)].join('\n')],
    ['code', `\`\`\`js\n${TOPICS.map((topic) => `${topic}();`).join('\n\n')}\n\`\`\``],
  ])('keeps %s whole, whatever it speaks of [KN-07]', async (_, block) => {
    const content = [about('refund', 9), block, about('delivery', 9)].join('\n\n');
    const texts = (await semantic(content, 150)).map(({ text }) => text);
    expect(texts.filter((text) => text.includes(block))).toHaveLength(1);
  });

  it('cuts what is too large for one piece where its parts have the least in common [KN-07]', async () => {
    const [first, second] = [about('refund', 6), `${about('refund', 3)} ${about('privacy', 3)}`];
    const chunks = await semantic(`${first} ${second}`, 120);
    expect(chunks.some(({ text }) => text.startsWith('Note 0 explains how the privacy'))).toBe(true);
    for (const { tokens } of chunks) expect(tokens).toBeLessThanOrEqual(120);
  });

  it('asks the model in batches, about a few thousand places at most [KN-07]', async () => {
    const sizes: number[] = [];
    const counting: Embed = (texts) => {
      sizes.push(texts.length);
      return byTopic(texts);
    };
    await chunk(about('refund', 12_000), { strategy: 'semantic' }, { embed: counting });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2_010);
  });

  it('asks nothing about a single sentence, nor in any other strategy', async () => {
    const refusing: Embed = () => Promise.reject(new Error('asked'));
    await expect(chunk('One.', { strategy: 'semantic' }, { embed: refusing })).resolves.toHaveLength(1);
    for (const strategy of ['structure', 'fixed', 'paragraph'] as const) {
      await expect(chunk(about('refund', 60), { strategy }, { embed: refusing })).resolves.not.toEqual([]);
    }
  });

  it('fails when the model does, so that the document is tried again', async () => {
    const failing: Embed = () => Promise.reject(new Error('The model is away.'));
    await expect(chunk(about('refund', 60), { strategy: 'semantic' }, { embed: failing })).rejects.toThrow(
      'The model is away.',
    );
  });
});
