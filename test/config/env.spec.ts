import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConfigurationError, readEnvironment } from '../../config/env';

const ROOT = join(__dirname, '../..');

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
}

describe('the environment', () => {
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

  it('makes no demo in production, whatever is asked for', () => {
    expect(readEnvironment({ NODE_ENV: 'production', DEMO: 'true' }).demo).toBe(false);
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
