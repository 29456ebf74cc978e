import fc from 'fast-check';
import { uuidv7 } from '../../src/kernel/ids';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

const TENANTS = 5;
const CORPORA = 4;
const QUERIES_PER_CORPUS = 250;
const WORDS = 'anchor bakery cable dune ember fjord glacier harbour island jungle'.split(' ');

const word = fc.constantFrom(...WORDS);
const sentence = fc.array(word, { minLength: 2, maxLength: 8 }).map((words) => words.join(' '));
const question = fc.record({
  tenant: fc.nat(TENANTS - 1),
  query: fc.oneof(
    sentence,
    sentence.map((text) => `"${text.split(' ').slice(0, 2).join(' ')}"`),
    word.map((text) => `${text.slice(0, -2)}x${text.slice(-1)}`),
  ),
  mode: fc.constantFrom('hybrid' as const, 'vector' as const, 'keyword' as const),
  limit: fc.integer({ min: 1, max: 50 }),
  readers: fc.constantFrom(null, ['role:member']),
});

describe('five tenants with random documents of the same words', () => {
  let knowledge: KnowledgeUnderTest;
  beforeAll(async () => {
    knowledge = await startKnowledge();
  });
  afterAll(() => knowledge.stop());

  it('find their own in a thousand random searches, and never each other’s [T2 TE-13 TE-14]', async () => {
    let searches = 0;
    let hits = 0;
    for (const seed of Array.from({ length: CORPORA }, (_, i) => i + 1)) {
      const [texts] = fc.sample(
        fc.array(fc.uniqueArray(sentence, { minLength: 3, maxLength: 8 }), {
          minLength: TENANTS,
          maxLength: TENANTS,
        }),
        { seed, numRuns: 1 },
      );
      const workspaces = texts!.map(() => uuidv7());
      const owners = new Map<string, string>();
      for (const [tenant, workspaceId] of workspaces.entries()) {
        for (const id of await knowledge.add(workspaceId, ...texts![tenant]!)) owners.set(id, workspaceId);
      }
      for (const { tenant, query, ...more } of fc.sample(question, { seed, numRuns: QUERIES_PER_CORPUS })) {
        const found = await knowledge.search(workspaces[tenant]!, query, more);
        const foreign = found.hits.filter(({ documentId }) => owners.get(documentId) !== workspaces[tenant]);
        expect(foreign).toEqual([]);
        searches++;
        hits += found.hits.length;
      }
    }
    expect(searches).toBe(1_000);
    expect(hits).toBeGreaterThan(1_000);
  }, 240_000);
});
