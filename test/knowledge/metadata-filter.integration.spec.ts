import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { StartIngestion } from '../../src/contexts/knowledge/commands/start-ingestion.command';
import { type MetadataFilter } from '../../src/contexts/knowledge/contracts/metadata-filter';
import { SearchBody } from '../../src/contexts/knowledge/http/search.dto';
import { uuidv7 } from '../../src/kernel/ids';
import { submission, textDocument } from './builders';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

describe('the metadata filter', () => {
  const workspaceId = uuidv7();
  let knowledge: KnowledgeUnderTest;

  beforeAll(async () => {
    knowledge = await startKnowledge();
    const documents = [
      textDocument('Record one', {
        title: 'First',
        metadata: { product: 'console', year: 2024, tags: ['a', 'b'], region: 'eu', draft: true, lang: 'de' },
      }),
      textDocument('Record two', {
        title: 'Second',
        url: 'https://example.com/two',
        externalId: 'kb-2',
        metadata: { product: 'mobile', year: 2025.5, tags: ['b'], region: 'us', lang: 'en', gone: null },
      }),
      textDocument('Record three', { metadata: { year: '2025', region: ['eu'], nested: { deep: 1 } } }),
    ];
    await knowledge.commands.execute(new StartIngestion(workspaceId, submission({ documents })));
    for (const { id } of await knowledge.rows<{ id: string }>('SELECT id FROM knowledge.documents')) {
      await knowledge.index(workspaceId, id);
    }
    await knowledge.rows(
      `UPDATE knowledge.documents SET language = 'de', format = 'pdf', properties = '{"author": "Ada"}',
         created_at = '2026-03-01T12:00:00Z' WHERE content = 'Record one'`,
    );
  });
  afterAll(() => knowledge.stop());

  async function found(filter: MetadataFilter): Promise<string> {
    const search = (mode: 'keyword' | 'vector') => knowledge.search(workspaceId, 'record', { filter, mode });
    const [keyword, vector] = await Promise.all([search('keyword'), search('vector')]);
    const names = ({ hits }: typeof keyword) => hits.map(({ text }) => text.replace('Record ', '')).sort();
    expect(names(vector)).toEqual(names(keyword));
    return names(keyword).join(' ');
  }

  it.each<[MetadataFilter, string]>([
    [{}, 'one three two'],
    [{ product: 'console' }, 'one'],
    [{ product: { eq: 'mobile' } }, 'two'],
    [{ year: 2024 }, 'one'],
    [{ year: '2024' }, ''],
    [{ lang: { ne: 'de' } }, 'three two'],
    [{ region: { in: ['eu', 'us'] } }, 'one two'],
    [{ region: { nin: ['eu'] } }, 'three two'],
    [{ year: { gt: 2024 } }, 'two'],
    [{ year: { gte: 2024, lt: 2025 } }, 'one'],
    [{ year: { lte: 2025.5 } }, 'one two'],
    [{ year: { gte: '2024' } }, 'three'],
    [{ tags: { contains: 'a' } }, 'one'],
    [{ product: { contains: 'obi' } }, 'two'],
    [{ draft: { exists: true } }, 'one'],
    [{ draft: { exists: false } }, 'three two'],
    [{ gone: { exists: false } }, 'one three two'],
    [{ draft: true }, 'one'],
    [{ nested: { eq: 1 } }, ''],
    [{ product: 'console', year: { gt: 2024 } }, ''],
  ])('takes %j to be about %j [TE-15 KN-19]', async (filter, expected) => {
    expect(await found(filter)).toBe(expected);
  });

  it.each<[MetadataFilter, string]>([
    [{ $language: 'de' }, 'one'],
    [{ $language: { exists: false } }, 'three two'],
    [{ $format: { in: ['pdf', 'docx'] } }, 'one'],
    [{ $author: 'Ada' }, 'one'],
    [{ $title: { contains: 'econ' } }, 'two'],
    [{ $url: { exists: true } }, 'two'],
    [{ $externalId: 'kb-2' }, 'two'],
    [{ $createdAt: { lt: '2026-03-01T13:00:00+01:00' } }, ''],
    [{ $createdAt: { lte: '2026-03-01T13:00:00+01:00' } }, 'one'],
    [{ $createdAt: { in: ['2026-03-01T12:00:00Z'] } }, 'one'],
  ])('knows what every document has: %j is about %j [KN-19]', async (filter, expected) => {
    expect(await found(filter)).toBe(expected);
  });

  it('is no way into the statement, whatever a key or a value says [TE-15]', async () => {
    const hostile = `x') OR 1=1; DROP TABLE knowledge.documents; --`;
    expect(await found({ product: hostile })).toBe('');
    expect(await found({ [hostile]: { ne: hostile } })).toBe('one three two');
    expect(await found({ product: { [hostile]: 'x' } as never })).toBe('');
  });
});

describe('a filter in a request', () => {
  const problemsOf = (filter: unknown) =>
    validateSync(plainToInstance(SearchBody, { query: 'x', filter })).length;

  it.each([
    { product: 'console', year: { gte: 2024, lt: 2026 }, tags: { contains: 'a' } },
    { region: { in: ['eu', 1, true] }, draft: { exists: false }, $language: { ne: 'de' } },
    { $createdAt: { gte: '2026-11-21T09:30:00Z' } },
  ])('may be %j', (filter) => {
    expect(problemsOf(filter)).toBe(0);
  });

  it.each([
    [[]],
    ['text'],
    [{ 'a key': 1 }],
    [{ ['k'.repeat(65)]: 1 }],
    [{ $content: 'x' }],
    [{ product: {} }],
    [{ product: { $where: 'sleep(1)' } }],
    [{ product: { like: '%' } }],
    [{ product: { eq: null } }],
    [{ product: { eq: { or: 1 } } }],
    [{ product: ['a'] }],
    [{ product: { in: [] } }],
    [{ product: { in: Array.from({ length: 101 }, () => 1) } }],
    [{ product: { in: [['a']] } }],
    [{ product: { gt: true } }],
    [{ product: { exists: 'yes' } }],
    [{ product: 'x'.repeat(501) }],
    [{ product: 'nul \u0000' }],
    [{ product: '\ud800' }],
    [{ product: Number.NaN }],
    [{ $createdAt: { gt: 5 } }],
    [{ $createdAt: { gt: 'yesterday' } }],
    [Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`key${i}`, 1]))],
  ])('is refused as %j [TE-15]', (filter) => {
    expect(problemsOf(filter)).toBe(1);
  });
});
