import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embeddingModels } from '../../config/embedding-models';
import { type ConfigurationError, readEnvironment } from '../../config/env';
import { defaultIndexMb } from '../../config/search';

const ROOT = join(__dirname, '../..');

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
}

function withModel(model: string, dimensions: string | undefined): Record<string, string> {
  const variables = { OPENAI_API_KEY: 'sk-test', OPENAI_EMBEDDING_MODEL: model };
  return dimensions ? { ...variables, OPENAI_EMBEDDING_DIMENSIONS: dimensions } : variables;
}

describe('the environment', () => {
  it('gives indexes a quarter of the memory that there is, within limits, unless it is told how much', () => {
    const GB = 1024 ** 3;
    expect([0, 2 * GB, 64 * GB].map(defaultIndexMb)).toEqual([16, 512, 1_024]);
    const { search } = readEnvironment({ SEARCH_INDEX_MEMORY_MB: '300', SEARCH_INDEX_IDLE_SECONDS: '20' });
    expect(search).toEqual({ indexMemoryBytes: 300 * 1024 ** 2, indexIdleMs: 20_000 });
    expect(problemsOf({ SEARCH_INDEX_MEMORY_MB: '1' })).toHaveLength(1);
  });

  it('lets passwords be hashed for less than ever only where nothing is at stake [ID-24]', () => {
    expect(readEnvironment({}).signIn.passwordCost).toBe(12);
    expect(readEnvironment({ NODE_ENV: 'test', PASSWORD_COST: '4' }).signIn.passwordCost).toBe(4);
    expect(problemsOf({ PASSWORD_COST: '11' })).toHaveLength(1);
    expect(problemsOf({ NODE_ENV: 'production', PASSWORD_COST: '11' }).join()).toContain('PASSWORD_COST');
  });

  it('needs nothing at all', () => {
    expect(readEnvironment({})).toMatchObject({
      mode: 'development',
      role: 'all',
      redisUrl: null,
      demo: true,
    });
  });

  it('reports everything that is wrong at once, naming the variable', () => {
    const problems = problemsOf({
      ROLE: 'boss',
      PORT: '99999',
      DATABASE_URL: 'mysql://x',
      REDIS_URL: 'redis',
    });
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'DATABASE_URL',
      'PORT',
      'REDIS_URL',
      'ROLE',
    ]);
  });

  it.each(['changeme', 'short'])('refuses %s as a secret', (secret) => {
    expect(problemsOf({ JWT_SECRET: secret })).toHaveLength(1);
    expect(problemsOf({ ADMIN_KEY: secret })).toHaveLength(1);
  });

  it('wants a shared secret in production where several instances share a database', () => {
    const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://owner:secret@db/parley' };
    expect(problemsOf(production)).toEqual([expect.stringContaining('JWT_SECRET')]);
    expect(problemsOf({ ...production, JWT_SECRET: 'x'.repeat(32) })).toEqual([]);
  });

  it('sets how long an attempt at a document may take, and how many jobs are remembered [QU-13 KN-31]', () => {
    expect(readEnvironment({}).queue).toMatchObject({
      ...{ ingestDeadlineSeconds: 900, keepCompleted: 100, keepFailed: 500 },
    });
    const variables = {
      INGEST_DEADLINE_SECONDS: '60',
      QUEUE_KEEP_COMPLETED: '0',
      QUEUE_KEEP_FAILED: '7',
    };
    expect(readEnvironment(variables).queue).toMatchObject({
      ...{ ingestDeadlineSeconds: 60, keepCompleted: 0, keepFailed: 7 },
    });
    expect(problemsOf({ INGEST_DEADLINE_SECONDS: '0', QUEUE_KEEP_FAILED: '-1' })).toHaveLength(2);
  });

  it('makes no demo in production, whatever is asked for', () => {
    expect(readEnvironment({ NODE_ENV: 'production', DEMO: 'true' }).demo).toBe(false);
  });

  it.each([
    ['text-embedding-3-small', undefined, 512],
    ['text-embedding-3-large', undefined, 1_024],
    ['text-embedding-ada-002', undefined, 1_536],
    ['text-embedding-3-small', '1536', 1_536],
    ['nomic-embed-text', '768', 768],
  ])('knows the dimensions of %s, configured as %s [KN-16]', (model, configured, dimensions) => {
    const { llm } = readEnvironment(withModel(model, configured));
    expect(embeddingModels(llm)[0]).toMatchObject({ id: model, dimensions });
  });

  it.each([
    ['nomic-embed-text', undefined, 'how many dimensions'],
    ['text-embedding-ada-002', '512', 'must be 1536'],
    ['text-embedding-3-small', '3072', 'from 64 to 1536'],
  ])('wants dimensions that %s has, not %s [KN-16]', (model, configured, problem) => {
    expect(problemsOf(withModel(model, configured))).toEqual([expect.stringContaining(problem)]);
  });

  it('works on many documents at once where a remote model embeds them', () => {
    expect(readEnvironment({}).queue.concurrency.ingest).toBe(4);
    expect(readEnvironment({ OPENAI_API_KEY: 'sk-test' }).queue.concurrency.ingest).toBe(96);
  });

  it('is read in one file only', () => {
    const readers = ['src', 'config', 'migrations'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter(
          (file) =>
            file.endsWith('.ts') && readFileSync(join(ROOT, folder, file), 'utf8').includes('process.env'),
        )
        .map((file) => `${folder}/${file}`),
    );
    expect(readers).toEqual(['config/env.ts']);
  });

  it('is described completely by .env.example', () => {
    const read = readdirSync(join(ROOT, 'config'))
      .map((file) => readFileSync(join(ROOT, 'config', file), 'utf8'))
      .join('\n');
    const names = [...read.matchAll(/read\.\w+\(\s*'([A-Z_]+)'/g)].map((match) => match[1]!);
    const described = [...readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^#?\s?([A-Z_]+)=/gm)];
    expect(names.length).toBeGreaterThan(20);
    expect([...new Set(described.map((match) => match[1]!))].sort()).toEqual([...new Set(names)].sort());
  });
});
