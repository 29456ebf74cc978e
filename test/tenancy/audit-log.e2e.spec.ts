import { createHash } from 'node:crypto';
import { uuidv7 } from '../../src/kernel/ids';
import { audited } from '../../src/platform/audit/audited';
import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { AuditTrail } from '../../src/platform/audit/audit-trail';
import { RelayDatabase } from '../../src/platform/outbox/relay-database';
import { SessionDirectory } from '../../src/platform/security/session-directory';
import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';

interface Entry {
  readonly seq: number;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly subjectId: string | null;
  readonly occurredAt: string;
  readonly hash: string;
}
interface Verdict {
  readonly valid: boolean;
  readonly entries: number;
  readonly firstBroken: number | null;
  readonly lastHash: string;
}

describe('The audit log', () => {
  let app: TestApp;
  let operator: Record<string, string>;
  let ada: Account;
  let bob: Account;

  beforeAll(async () => {
    app = await startTestApp();
    operator = { 'X-API-Key': app.runtime.adminKey };
    [ada, bob] = [await signUp(app, 'ada'), await signUp(app, 'bob')];
  });
  /** What one test was refused must not join the log in the middle of the next. */
  beforeEach(() => app.app.get(AuditTrail).flush());
  afterAll(() => app.stop());

  const note = (workspaceId: string, ...actions: string[]) =>
    app.app.get(Database).batch(
      workspaceId,
      actions.map((action) => audited({ action })),
    );
  const read = <Body = { data: Entry[]; nextCursor: string | null }>(
    { workspaceId, token }: Account,
    rest = '',
  ) => app.http<Body>('GET', `/workspaces/${workspaceId}/audit-log${rest}`, { token });
  const oversee = <Body = { data: Entry[] }>(rest = '') =>
    app.http<Body>('GET', `/admin/audit-log${rest}`, { headers: operator });

  it('of a workspace begins with its founding by the person who founded it [ID-41]', async () => {
    const { body } = await read(ada, '?limit=100');
    const [first, second] = body.data.reverse();
    expect([first, second]).toMatchObject([
      { seq: 1, action: 'identity.user_onboarded', actorKind: 'user' },
      { seq: 2, action: 'tenancy.workspace_opened', actorKind: 'user', subjectId: ada.workspaceId },
    ]);
    expect(first!.actorId).toBe(second!.actorId);
    expect(body.data.map(({ action }) => action)).toContain('identity.signed_in');
    expect(JSON.stringify(body)).not.toMatch(/@example|ada Ltd/);
  });

  it('is for owners alone, and of a foreign workspace it does not exist [TE-26 A2]', async () => {
    for (const path of ['', '/verify', '/export']) {
      const foreign = { workspaceId: ada.workspaceId, token: bob.token };
      expect((await read(foreign, path)).status).toBe(404);
      expect((await app.http('GET', `/workspaces/${ada.workspaceId}/audit-log${path}`)).status).toBe(401);
    }
    const bobId = await personOf(bob);
    await app.app.get(Database).query(
      ada.workspaceId,
      sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
          VALUES (${ada.workspaceId}, ${bobId}, 'member', now())`,
    );
    app.app.get(SessionDirectory).forgetMember(bobId, ada.workspaceId);
    expect((await read({ ...bob, workspaceId: ada.workspaceId })).status).toBe(403);
  });

  const personOf = async ({ token }: Account) =>
    (await app.http<{ user: { id: string } }>('GET', '/auth/me', { token })).body.user.id;

  it('is read page by page, newest first, and found by what, who, how and when', async () => {
    const carl = await signUp(app, 'carl');
    await note(carl.workspaceId, 'test.one', 'test.two', 'test.three');
    const { body: all } = await read(carl, '?limit=100');
    expect(all.data.map(({ seq }) => seq)).toEqual(all.data.map((_, i) => all.data.length - i));
    const first = await read(carl, '?limit=2');
    const second = await read(carl, `?limit=100&cursor=${first.body.nextCursor}`);
    expect([...first.body.data, ...second.body.data]).toEqual(all.data);
    expect(second.body.nextCursor).toBeNull();

    const found = async (query: string) => (await read(carl, query)).body.data.map(({ action }) => action);
    const two = all.data.find(({ action }) => action === 'test.two')!;
    expect(await found('?action=test.two')).toEqual(['test.two']);
    const person = await personOf(carl);
    expect(await found(`?actorId=${person}&limit=100`)).toEqual(
      all.data.filter(({ actorId }) => actorId === person).map(({ action }) => action),
    );
    expect(await found(`?outcome=denied`)).toEqual([]);
    expect(await found(`?from=2099-01-01T00:00:00Z`)).toEqual([]);
    expect(await found(`?from=${two.occurredAt}`)).toContain('test.three');
    expect(await found(`?to=${two.occurredAt}`)).not.toContain('test.three');
  });

  it.each(['?from=yesterday', '?outcome=maybe', '?actorId=1', '?limit=0', '?cursor=x', '/verify?entries=1'])(
    'refuses %s with 400 [A5]',
    async (query) => {
      expect((await read(ada, query)).status).toBe(400);
    },
  );

  it('proves itself, and what was noted of it before [O5]', async () => {
    const { body: before } = await read<Verdict>(ada, '/verify');
    expect(before).toMatchObject({ valid: true, firstBroken: null });
    await note(ada.workspaceId, 'test.more');
    const state = `entries=${before.entries}&lastHash=`;
    const { body: after } = await read<Verdict>(ada, `/verify?${state}${before.lastHash}`);
    expect(after).toMatchObject({ valid: true, entries: before.entries + 1 });
    const { body: other } = await read<Verdict>(ada, `/verify?${state}${'0'.repeat(64)}`);
    expect(other).toMatchObject({ valid: false, firstBroken: before.entries });
  });

  it('leaves as a file from which every hash can be made again, and says who took it [ASVS 16.4.1]', async () => {
    const url = `${app.url}/api/v1/workspaces/${ada.workspaceId}/audit-log/export`;
    const headers = { authorization: `Bearer ${ada.token}` };
    const json = await fetch(`${url}?format=jsonl`, { headers });
    expect(json.headers.get('content-disposition')).toBe(
      `attachment; filename="audit-log-${ada.workspaceId}.jsonl"`,
    );
    const lines = (await json.text()).trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Record<string, string | null>);
    expect(entries[0]).toMatchObject({ action: 'tenancy.audit_log_exported', detail: { format: 'jsonl' } });
    expect(entries.at(-1)).toMatchObject({ seq: 1, previousHash: null });
    expect(entries.map((entry, i) => hashOf(entry, lines[i]!))).toEqual(entries.map(({ hash }) => hash));

    const csv = await fetch(url, { headers });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const rows = (await csv.text()).trim().split('\r\n');
    expect(rows[0]).toMatch(/^seq,occurredAt,action,/);
    expect(rows).toHaveLength(entries.length + 2);
    const filtered = await fetch(`${url}?format=jsonl&action=test.none`, { headers });
    expect([filtered.status, await filtered.text()]).toEqual([200, '']);
  });

  it('of the platform is for operators, who leave a trace where they look into a workspace’s [OP-49]', async () => {
    expect((await app.http('GET', '/admin/audit-log', { token: ada.token })).status).toBe(403);
    const { body: platform } = await oversee<Verdict>('/verify');
    expect(platform).toMatchObject({ valid: true });
    const { body } = await oversee(`?workspaceId=${bob.workspaceId}&limit=100`);
    expect(body.data[0]).toMatchObject({ action: 'operations.audit_log_read', actorKind: 'admin' });
    const { body: verdict } = await oversee<Verdict>(`/verify?workspaceId=${bob.workspaceId}`);
    expect(verdict).toMatchObject({ valid: true, entries: body.data.length + 1 });
    const { body: own } = await read(bob, '?limit=2');
    expect(own.data.map(({ action }) => action)).toEqual([
      'operations.audit_log_verified',
      'operations.audit_log_read',
    ]);
    expect((await oversee(`?workspaceId=${uuidv7()}`)).status).toBe(404);
    const { body: unchanged } = await oversee();
    expect(JSON.stringify(unchanged)).not.toContain('audit_log_read');
  });

  it('holds the deletion of a document once, and no attempt that found none', async () => {
    await ingest(app, ada.token, [{ title: 'Gone', content: 'It will be deleted.' }]);
    const { body } = await app.http<{ data: { id: string }[] }>('GET', '/knowledge/documents', ada);
    const id = body.data[0]!.id;
    const remove = () => app.http('DELETE', `/knowledge/documents/${id}`, { token: ada.token });
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
    const { body: log } = await read(ada, '?action=knowledge.document_deleted');
    expect(log.data).toMatchObject([{ actorKind: 'user', subjectId: id }]);
  });

  it('holds what operators do about dead letters, in the log of the workspace concerned [Q9]', async () => {
    const letters = [uuidv7(), uuidv7()];
    for (const id of letters) {
      await app.app.get(RelayDatabase).query(sql`
        INSERT INTO platform.dead_letters (id, workspace_id, source, name, subject_id, event_type, payload,
          error_class, error, attempts, first_failed_at, last_failed_at)
        VALUES (${id}, ${bob.workspaceId}, 'reaction', 'Test', ${uuidv7()}, 'test.v1', '{}', 'E', 'e', 1, now(), now())`);
    }
    const retry = () => app.http('POST', `/admin/dlq/${letters[0]}/retry`, { headers: operator });
    const discard = () => app.http('DELETE', `/admin/dlq/${letters[1]}`, { headers: operator });
    const statuses = await Promise.all([retry(), retry(), discard(), discard()]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([204, 204, 404, 404]);
    const { body } = await read(bob, '?limit=100');
    const acts = body.data.filter(({ action }) => action.includes('dead_letter'));
    expect(acts.map(({ action, actorKind, subjectId }) => [action, actorKind, subjectId]).sort()).toEqual([
      ['operations.dead_letter_discarded', 'admin', letters[1]],
      ['operations.dead_letter_retried', 'admin', letters[0]],
    ]);
    expect((await read<Verdict>(bob, '/verify')).body.valid).toBe(true);
  });
});

/** Written for itself, as somebody would who has nothing but the file. */
function hashOf(entry: Record<string, string | null>, line: string): string {
  const micros = String(
    BigInt(Date.parse(entry.occurredAt!)) * 1_000n + BigInt(entry.occurredAt!.slice(23, 26)),
  );
  const { id, workspaceId, seq, action, outcome, actorKind, actorId, subjectKind, subjectId } = entry;
  const detail = line.slice(line.indexOf('"detail":') + '"detail":'.length, -1);
  const parts = [
    ...[id, workspaceId, seq, micros, action, outcome, actorKind, actorId, subjectKind, subjectId],
    ...[detail, entry.address, entry.requestId, entry.count, entry.previousHash],
  ];
  const text = parts
    .map((part) => (part === null ? '-' : `${Buffer.byteLength(String(part))}:${String(part)}`))
    .join('');
  return createHash('sha256').update(text).digest('hex');
}
