import { Client } from 'pg';
import { IndexingRetryAsked } from '../../src/contexts/knowledge/contracts/indexing-retry-asked.event';
import { uuidv7 } from '../../src/kernel/ids';
import { Database } from '../../src/platform/database/database';
import { loginUrl } from '../../src/platform/database/roles';
import { deadLetter } from '../../src/platform/outbox/dead-letter';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';

interface Letter {
  readonly id: string;
  readonly queue: string;
  readonly subjectId: string;
  readonly error: string;
}
type Page = { data: Letter[]; nextCursor: string | null };
interface Detail extends Letter {
  readonly status: string;
  readonly references: Record<string, string>;
  readonly history: { id: string; status: string; attempts: number; closedAt: string | null }[];
}

class EmbeddingFailed extends Error {
  override readonly name = 'EmbeddingFailed';
}

/** Without a worker: what is retried stays to be counted. */
describe('Many dead letters', () => {
  let app: TestApp;
  let relay: Client;
  let operator: Record<string, string>;
  let ada: Account;
  let bob: Account;

  beforeAll(async () => {
    app = await startTestApp({ ROLE: 'api' });
    operator = { 'X-API-Key': app.runtime.adminKey };
    [ada, bob] = [await signUp(app, 'ada'), await signUp(app, 'bob')];
    relay = new Client({ connectionString: loginUrl(app.ownerUrl, 'relay') });
    await relay.connect();
  });
  afterAll(async () => {
    await relay.end();
    await app.stop();
  });
  beforeEach(() => relay.query('DELETE FROM platform.dead_letters'));

  const write = async (
    { workspaceId }: Account,
    { queue = 'ingest', message = 'It answered 500', subjectId = uuidv7() } = {},
  ) => {
    const retryWith = new IndexingRetryAsked(workspaceId, subjectId);
    const error = new EmbeddingFailed(message);
    await app.app
      .get(Database)
      .query(workspaceId, deadLetter({ workspaceId, queue, subjectId, retryWith, error, attempts: 3 }));
    return subjectId;
  };
  const writeMany = (account: Account, many: number) =>
    Promise.all(Array.from({ length: many }, () => write(account)));
  const admin = <Body>(method: string, path: string, body?: object) =>
    app.http<Body>(method, `/admin/dlq${path}`, { headers: operator, body });
  const list = async (query = '') => (await admin<Page>('GET', query)).body;
  const subjects = async (query = '') => (await list(query)).data.map(({ subjectId }) => subjectId).sort();
  const retry = async (body: object) =>
    (await admin<{ retried: number }>('POST', '/retry', body)).body.retried;
  const purge = async (body: object) => (await admin<{ purged: number }>('POST', '/purge', body)).body.purged;
  const saidAgain = async (ids: readonly string[]) =>
    (
      await relay.query<{ aggregate_id: string }>(
        'SELECT aggregate_id FROM platform.outbox WHERE type = $1 AND aggregate_id = ANY ($2) ORDER BY 1',
        [IndexingRetryAsked.type, ids],
      )
    ).rows.map(({ aggregate_id }) => aggregate_id);
  const statuses = async () =>
    (
      await relay.query<{ status: string }>('SELECT DISTINCT status FROM platform.dead_letters ORDER BY 1')
    ).rows.map(({ status }) => status);
  const audited = async ({ workspaceId }: Account, action: string) =>
    (
      await relay.query<{ subject_id: string; actor_kind: string; subject_kind: string }>(
        'SELECT subject_id, actor_kind, subject_kind FROM platform.audit_entries WHERE workspace_id = $1 AND action = $2',
        [workspaceId, action],
      )
    ).rows;

  it('are found by queue, by workspace and by a part of the error, page by page [KN-30 Q9]', async () => {
    const hers = await write(ada);
    const his = await write(bob, { message: 'The file is 100% broken' });
    const mail = await write(ada, { queue: 'email', message: 'Nobody_there' });
    expect(await subjects()).toEqual([hers, his, mail].sort());
    expect(await subjects('?queue=email')).toEqual([mail]);
    expect(await subjects(`?workspaceId=${bob.workspaceId}`)).toEqual([his]);
    expect(await subjects('?errorLike=ANSWERED')).toEqual([hers]);
    expect(await subjects('?errorLike=embeddingfailed:%20it')).toEqual([hers]);
    expect(await subjects('?errorLike=%25')).toEqual([his]);
    expect(await subjects('?errorLike=_')).toEqual([mail]);
    expect(await subjects(`?queue=ingest&workspaceId=${ada.workspaceId}&errorLike=500`)).toEqual([hers]);
    const first = await list('?queue=ingest&limit=1');
    const second = await list(`?queue=ingest&limit=1&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data].map(({ subjectId }) => subjectId)).toEqual([his, hers]);
    expect(second.nextCursor).toBeNull();
    expect((await admin('GET', '?workspaceId=nobody')).status).toBe(400);
  });

  it('each tell what they are about, and what became of earlier ones, without a word of anybody [KN-30 Q9]', async () => {
    const subjectId = await write(ada);
    const [former] = (await list()).data;
    await admin('POST', `/${former!.id}/retry`);
    await write(ada, { subjectId });
    await relay.query(`UPDATE platform.dead_letters SET payload = payload || '{"text": "private words"}'`);
    const [letter] = (await list()).data;
    const { body } = await admin<Detail>('GET', `/${letter!.id}`);
    expect(body).toMatchObject({
      ...{ status: 'open', queue: 'ingest', subjectId, errorClass: 'EmbeddingFailed', attempts: 3 },
      eventType: IndexingRetryAsked.type,
      references: { workspaceId: ada.workspaceId, aggregateId: subjectId },
      history: [{ id: former!.id, status: 'retried', attempts: 3 }],
    });
    expect(JSON.stringify(body)).not.toContain('private words');
    expect(body).toHaveProperty('firstFailedAt');
    expect(body).toHaveProperty('requestId');
    const closed = await admin<Detail>('GET', `/${former!.id}`);
    expect(closed.body).toMatchObject({ status: 'retried', closedAt: expect.any(String) as string });
    expect((await admin('GET', `/${uuidv7()}`)).status).toBe(404);
  });

  it('are each said again once, although two operators retry them at the same time [I3 Q9]', async () => {
    const ids = [...(await writeMany(ada, 10)), ...(await writeMany(bob, 10))].sort();
    const numbers = await Promise.all([
      retry({ queue: 'ingest' }),
      retry({ queue: 'ingest' }),
      retry({ queue: 'ingest' }),
    ]);
    expect(numbers.reduce((sum, number) => sum + number, 0)).toBe(20);
    expect(await saidAgain(ids)).toEqual(ids);
    expect(await list()).toEqual({ data: [], nextCursor: null });
    expect(await retry({ queue: 'ingest' })).toBe(0);
  });

  it('are retried all of them, more than one transaction would hold', async () => {
    const ids = await writeMany(ada, 230);
    expect(await retry({ queue: 'ingest' })).toBe(230);
    expect(await saidAgain(ids)).toEqual([...ids].sort());
  });

  it('are retried by what is wrong with them, and nobody else’s', async () => {
    const [meant, other, foreign] = [
      await write(ada),
      await write(ada, { message: 'Out of credit' }),
      await write(bob),
    ];
    expect(await retry({ queue: 'ingest', errorLike: '500', workspaceId: ada.workspaceId })).toBe(1);
    expect(await saidAgain([meant, other, foreign])).toEqual([meant]);
    expect(await retry({ queue: 'email' })).toBe(0);
    expect(await subjects()).toEqual([other, foreign].sort());
  });

  it('are purged by age, error and workspace, and never tried again [Q9]', async () => {
    const [old, young, foreign] = [
      await write(ada),
      await write(ada),
      await write(bob, { message: 'Out of credit' }),
    ];
    await relay.query(
      `UPDATE platform.dead_letters SET last_failed_at = now() - interval '9 days' WHERE subject_id = $1`,
      [old],
    );
    expect(await purge({ queue: 'ingest', olderThanDays: 10 })).toBe(0);
    expect(await purge({ queue: 'ingest', olderThanDays: 8 })).toBe(1);
    expect(await subjects()).toEqual([young, foreign].sort());
    expect(await purge({ queue: 'ingest', errorLike: 'credit' })).toBe(1);
    const twice = await Promise.all([purge({ queue: 'ingest' }), purge({ queue: 'ingest' })]);
    expect(twice.sort()).toEqual([0, 1]);
    expect(await statuses()).toEqual(['discarded']);
    expect(await saidAgain([old, young, foreign])).toEqual([]);
  });

  it('that were retried or purged are in the log of the workspace that they belong to, and it still verifies [Q9]', async () => {
    const [first] = [await writeMany(ada, 3), await writeMany(bob, 2)];
    const ids = (await list(`?workspaceId=${ada.workspaceId}`)).data.map(({ id }) => id).sort();
    expect(ids).toHaveLength(first.length);
    const before = (await audited(ada, 'operations.dead_letter_retried')).length;
    await retry({ queue: 'ingest', workspaceId: ada.workspaceId });
    const entries = (await audited(ada, 'operations.dead_letter_retried')).slice(before);
    expect(entries.map(({ subject_id }) => subject_id).sort()).toEqual(ids);
    expect(entries[0]).toMatchObject({ actor_kind: 'admin', subject_kind: 'dead_letter' });
    const discarded = (await audited(bob, 'operations.dead_letter_discarded')).length;
    await purge({ queue: 'ingest' });
    expect(await audited(bob, 'operations.dead_letter_discarded')).toHaveLength(discarded + 2);
    const log = await app.http<{ valid: boolean }>('GET', `/workspaces/${ada.workspaceId}/audit-log/verify`, {
      token: ada.token,
    });
    expect(log.body.valid).toBe(true);
  });

  it('are for operators only, and want to know which queue', async () => {
    for (const path of ['/retry', '/purge']) {
      const asOwner = await app.http('POST', `/admin/dlq${path}`, {
        token: ada.token,
        body: { queue: 'ingest' },
      });
      expect(asOwner.status).toBe(403);
      expect((await admin('POST', path, {})).status).toBe(400);
    }
  });
});
