import { request } from 'node:http';
import { AbuseCleanup } from '../../src/platform/http/abuse-cleanup';
import { RefusalLog } from '../../src/platform/http/rate-limit/refusal-log';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';

const GUESSER = '203.0.113.7';

interface Block {
  readonly id: string;
  readonly address: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

describe('Blocked addresses', () => {
  let app: TestApp;
  let operator: Record<string, string>;

  beforeAll(async () => {
    app = await startTestApp({
      TRUSTED_PROXIES: '1',
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_AUTH_PER_MINUTE: '3',
    });
    operator = { 'X-API-Key': app.runtime.adminKey };
  });
  afterAll(() => app.stop());

  const block = (body: object) =>
    app.http<Block>('POST', '/admin/blocked-addresses', { headers: operator, body });
  const unblock = (id: string) => app.http('DELETE', `/admin/blocked-addresses/${id}`, { headers: operator });
  const listed = async () =>
    (await app.http<{ data: Block[] }>('GET', '/admin/blocked-addresses', { headers: operator })).body.data;
  const from = (address: string, path = '/auth/me', at: TestApp = app) =>
    at.http('GET', path, { headers: { 'X-Forwarded-For': address } });
  const seen = async (address: string, at: TestApp = app) => (await from(address, '/auth/me', at)).status;

  it('are refused for a day, at once here and within five seconds elsewhere, until they are let in again [OP-49]', async () => {
    const second = await startTestApp({ DATABASE_URL: app.ownerUrl, TRUSTED_PROXIES: '1' });
    try {
      expect([await seen(GUESSER), await seen(GUESSER, second)]).toEqual([401, 401]);
      const { status, body } = await block({ address: GUESSER, reason: 'Guesses passwords.' });
      expect(status).toBe(201);
      expect(body).toMatchObject({ address: `${GUESSER}/32`, reason: 'Guesses passwords.' });
      expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(86_400_000);
      expect([await seen(GUESSER), await seen('203.0.113.8')]).toEqual([403, 401]);
      await eventually(async () => expect(await seen(GUESSER, second)).toBe(403), 5_000);
      expect((await listed()).map(({ id }) => id)).toEqual([body.id]);

      expect([(await unblock(body.id)).status, (await unblock(body.id)).status]).toEqual([204, 404]);
      expect(await seen(GUESSER)).toBe(401);
      await eventually(async () => expect(await seen(GUESSER, second)).toBe(401), 5_000);
      expect(await listed()).toEqual([]);
    } finally {
      await second.stop();
    }
  });

  it('are told why, in the form of every other problem, and still see whether we live [OP-49]', async () => {
    const { body } = await block({ address: '2001:db8:7::/48', reason: 'Floods.', hours: 1 });
    const answer = await from('2001:db8:7:1::5');
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'address_blocked', status: 403, instance: '/api/v1/auth/me' });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await from('2001:db8:7:1::5', '/health')).status).toBe(200);
    await unblock(body.id);
  });

  it('are refused before their bodies are read [OP-49]', async () => {
    const { body } = await block({ address: GUESSER, reason: 'Floods.' });
    const status = await new Promise<number>((resolve, reject) => {
      const upload = request(`${app.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: {
          'x-forwarded-for': GUESSER,
          'content-type': 'application/json',
          'content-length': 1_000_000,
        },
      });
      upload.on('response', (response) => {
        resolve(response.statusCode ?? 0);
        upload.destroy();
      });
      upload.on('error', reject);
      upload.write('{"email":');
    });
    expect(status).toBe(403);
    await unblock(body.id);
  });

  it('are blocked once: again means longer, or for another reason [OP-49]', async () => {
    const first = (await block({ address: GUESSER, reason: 'One.', hours: 1 })).body;
    const again = (await block({ address: `${GUESSER}/32`, reason: 'Two.', hours: 2 })).body;
    expect(again).toMatchObject({ id: first.id, reason: 'Two.' });
    expect(Date.parse(again.expiresAt)).toBeGreaterThan(Date.parse(first.expiresAt));
    await unblock(first.id);
  });

  it('come in again when their time is up [OP-49]', async () => {
    const { id } = (await block({ address: GUESSER, reason: 'Briefly.', hours: 1 })).body;
    expect(await seen(GUESSER)).toBe(403);
    await app.app
      .get(Database)
      .query(
        NO_TENANT,
        sql`UPDATE platform.blocked_addresses SET expires_at = now() + interval '300 ms' WHERE id = ${id}`,
      );
    await eventually(async () => expect(await seen(GUESSER)).toBe(401), 6_000);
    expect(await listed()).toEqual([]);
  });

  it.each(['127.0.0.1', '127.0.0.0/16', '::ffff:127.0.0.1'])(
    'are never the operator’s own: %s [OP-49]',
    async (address) => {
      const { status, body } = await block({ address, reason: 'A slip.' });
      expect([status, (body as unknown as { code: string }).code]).toEqual([409, 'own_address']);
    },
  );

  it.each([
    [{ address: '0.0.0.0/0' }, 'address'],
    [{ address: 'example.com' }, 'address'],
    [{ address: '' }, 'address'],
    [{ hours: 721 }, 'hours'],
    [{ hours: 0 }, 'hours'],
    [{ reason: '' }, 'reason'],
  ])('are not %j [OP-49]', async (wrong, path) => {
    const { status, body } = await block({ address: GUESSER, reason: 'Whatever.', ...wrong });
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ path }] });
  });

  it('are found among those whom the rate limits refused most [OP-49]', async () => {
    const guess = () =>
      app.http('POST', '/auth/login', {
        headers: { 'X-Forwarded-For': '198.51.100.9' },
        body: { email: 'ada@example.com', password: 'a guess' },
      });
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) statuses.push((await guess()).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    await app.app.get(RefusalLog).write();
    const { body } = await app.http<{ data: object[] }>('GET', '/admin/rate-limit/offenders', {
      headers: operator,
    });
    expect(body.data[0]).toMatchObject({ kind: 'auth', bucket: '198.51.100.9', refused: 5 });
  });

  it('and what was counted are forgotten when they are of no use any more', async () => {
    const database = app.app.get(Database);
    await database.batch(NO_TENANT, [
      sql`INSERT INTO platform.rate_refusals VALUES (now() - interval '25 hours', 'auth', 'old', 1),
            (now() - interval '23 hours', 'auth', 'young', 1)`,
      sql`INSERT INTO platform.blocked_addresses
          VALUES (gen_random_uuid(), '192.0.2.1', 'Over.', now(), now() - interval '1 second')`,
    ]);
    await app.app.get(AbuseCleanup).run();
    const [left] = await database.query<{ buckets: string[]; blocks: number }>(
      NO_TENANT,
      sql`SELECT array_agg(bucket) AS buckets, (SELECT count(*)::int FROM platform.blocked_addresses) AS blocks
          FROM platform.rate_refusals WHERE minute < now() - interval '1 hour'`,
    );
    expect(left).toEqual({ buckets: ['young'], blocks: 0 });
  });
});
