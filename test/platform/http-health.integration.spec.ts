import { DataSource } from 'typeorm';
import { Client } from 'pg';
import { createDataSourceOptions } from '../../src/platform/database/data-source';
import { HealthModule } from '../../src/platform/health/health.module';
import { Readiness } from '../../src/platform/health/readiness';
import { FakeQdrant } from '../support/fake-qdrant/fake-qdrant';
import { createTestDatabase, type TestDatabase } from '../support/postgres';
import { type SmallApp, startSmallApp } from '../support/small-app';

let database: TestDatabase;
let dataSource: DataSource;
let small: SmallApp;
let queue: 'up' | 'down' | 'hanging';
const counts = () => {
  if (queue === 'hanging') return new Promise<never>(() => undefined);
  return queue === 'up'
    ? Promise.resolve({ ingestion: { waiting: 1, active: 0, completed: 0, failed: 0, paused: true } })
    : Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:6379'));
};
const get = async (path: string) => {
  const response = await fetch(`${small.url}${path}`);
  const text = await response.text();
  return {
    status: response.status,
    text,
    body: JSON.parse(text) as Record<string, unknown>,
    headers: response.headers,
  };
};

beforeEach(async () => {
  queue = 'up';
  database = await createTestDatabase();
  dataSource = await new DataSource(
    createDataSourceOptions(database.url, { poolSize: 2, statementTimeoutMs: 1_000 }),
  ).initialize();
  small = await startSmallApp({ imports: [HealthModule], dataSource, queues: { counts } });
});
afterEach(async () => {
  await small.stop();
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
});

it('Ready names every dependency when all of them answer', async () => {
  const { status, body } = await get('/ready');
  expect(status).toBe(200);
  const up = { status: 'up', responseTimeMs: expect.any(Number) as unknown };
  expect(body).toEqual({ status: 'ok', dependencies: { database: up, migrations: up, queue: up } });
  expect((await get('/api/v1/system/health')).status).toBe(200);
});

it('Ready says which one is down and nothing about its inside, while the process lives', async () => {
  queue = 'down';
  const { status, body, text, headers } = await get('/ready');
  expect([status, body.code, body.detail]).toEqual([503, 'not_ready', 'Not available: queue.']);
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(headers.get('retry-after')).toBe('5');
  expect(body.dependencies).toMatchObject({ database: { status: 'up' }, queue: { status: 'down' } });
  expect(text).not.toContain('10.0.0.7');
  expect((await get('/health')).body).toEqual({ status: 'ok' });
});

it('Ready does not wait for one that hangs', async () => {
  queue = 'hanging';
  const start = performance.now();
  expect((await get('/ready')).status).toBe(503);
  expect(performance.now() - start).toBeLessThan(3_000);
});

it('Ready is refused while a migration is missing', async () => {
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query('DELETE FROM parley_migrations WHERE id = (SELECT max(id) FROM parley_migrations)');
  await owner.end();
  expect((await get('/ready')).body.detail).toBe('Not available: migrations.');
});

it('Ready is refused as soon as the process is shutting down', async () => {
  expect((await get('/ready')).status).toBe(200);
  small.app.get(Readiness).shuttingDown();
  const { status, body } = await get('/ready');
  expect([status, body.detail]).toEqual([503, 'This process is shutting down.']);
  expect((await get('/health')).status).toBe(200);
});

it('Ready is refused while the database is gone', async () => {
  await dataSource.destroy();
  expect((await get('/ready')).body.detail).toBe('Not available: database, migrations.');
});

it('The status of the system tells version, modes and queues', async () => {
  const { body } = await get('/api/v1/system/status');
  expect(body).toMatchObject({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
    role: 'all',
    modes: { queue: 'postgresql', rateLimits: 'memory', answers: 'rules' },
    queues: { ingestion: { waiting: 1, paused: true } },
  });
});

it('Ready names Qdrant where it is used, and stays ready without it: searches then answer by keywords [Q6]', async () => {
  const qdrant = await FakeQdrant.start({ apiKey: 'a key of the fake' });
  const statusWith = async (apiKey: string) => {
    const environment = { QDRANT_URL: qdrant.url, QDRANT_API_KEY: apiKey };
    const app = await startSmallApp({ imports: [HealthModule], dataSource, queues: { counts }, environment });
    const response = await fetch(`${app.url}/ready`);
    const { dependencies } = (await response.json()) as { dependencies: { qdrant: { status: string } } };
    await app.stop();
    return [response.status, dependencies.qdrant.status];
  };
  expect(await statusWith('a key of the fake')).toEqual([200, 'up']);
  expect(await statusWith('another key')).toEqual([200, 'degraded']);
  qdrant.mood = 'down';
  expect(await statusWith('a key of the fake')).toEqual([200, 'degraded']);
  await qdrant.stop();
});
