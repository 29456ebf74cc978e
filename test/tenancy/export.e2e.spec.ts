import { createHash, randomBytes } from 'node:crypto';
import { ExportRuns } from '../../src/platform/data-rights/export-runs';
import { ExportUpkeep } from '../../src/platform/data-rights/export-upkeep.task';
import { uuidv7 } from '../../src/kernel/ids';
import { SessionDirectory } from '../../src/platform/security/session-directory';
import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { waitForMail } from '../support/mailbox';
import { entriesOf } from '../support/zip';
import { EverythingStored } from '../platform/everything-stored';

interface Started {
  readonly exportId: string;
  readonly status: string;
  readonly code: string;
}

interface Manifest {
  readonly workspaceId: string | null;
  readonly requestedBy: string;
  readonly files: readonly { name: string; rows: number; sha256: string }[];
}

describe('An export', () => {
  let app: TestApp;
  let stored: EverythingStored;
  let ada: Account;
  let eve: Account;

  beforeAll(async () => {
    app = await startTestApp({ QUEUE_ATTEMPTS: '2', QUEUE_BACKOFF_MS: '10' });
    stored = await EverythingStored.of(app.ownerUrl);
    [ada, eve] = [await signUp(app, 'ada'), await signUp(app, 'eve')];
    // What does not compress makes more than one part.
    const text = randomBytes(1_200_000)
      .toString('base64')
      .replace(/(.{60})/g, '$1 ');
    await ingest(app, ada.token, [
      { title: 'Opening hours', content: 'The shop is open from nine to five on every weekday.' },
    ]);
    await stored.query(`UPDATE knowledge.documents SET content = $1 WHERE workspace_id = $2`, [
      text,
      ada.workspaceId,
    ]);
  });
  afterAll(async () => {
    await stored.close();
    await app.stop();
  });

  const ask = ({ token, workspaceId }: Account, headers: Record<string, string> = {}) =>
    app.http<Started>('POST', `/workspaces/${workspaceId}/export`, { token, headers });
  const look = ({ token }: Account, id: string) => app.http<Started>('GET', `/exports/${id}`, { token });
  const untilReady = (account: Account, id: string) =>
    eventually(async () => expect((await look(account, id)).status).toBe(200), 15_000);

  async function asRole(role: string): Promise<void> {
    const [member] = await stored.query<{ id: string }>(
      'UPDATE tenancy.members SET role = $2 WHERE workspace_id = $1 RETURNING user_id AS id',
      [ada.workspaceId, role],
    );
    app.app.get(SessionDirectory).forgetMember(member!.id, ada.workspaceId);
  }

  async function download({ token }: Account, id: string) {
    const response = await fetch(`${app.url}/api/v1/exports/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const zip = Buffer.from(await response.arrayBuffer());
    const files = await entriesOf(zip);
    const json = <T>(name: string) => JSON.parse(files[name]!) as T;
    return { headers: response.headers, zip, files, json, manifest: json<Manifest>('manifest.json') };
  }

  it('of a workspace is a ZIP of all it holds and nothing of anybody else’s, with a manifest that fits', async () => {
    await ingest(app, eve.token, [
      { title: 'Secret plans', content: 'The plans of eve concern nobody else.' },
    ]);
    const { status, body } = await ask(ada);
    expect(status).toBe(202);
    await untilReady(ada, body.exportId);
    const { headers, zip, files, json, manifest } = await download(ada, body.exportId);
    expect(headers.get('content-type')).toBe('application/zip');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.zip"$/);
    expect(headers.get('content-length')).toBe(String(zip.length));
    expect(manifest.workspaceId).toBe(ada.workspaceId);
    expect(manifest.files.map(({ name }) => name).sort()).toEqual(
      Object.keys(files)
        .filter((name) => name !== 'manifest.json')
        .sort(),
    );
    for (const { name, rows, sha256 } of manifest.files) {
      expect(json<unknown[]>(name)).toHaveLength(rows);
      expect(createHash('sha256').update(files[name]!).digest('hex')).toBe(sha256);
    }
    expect(json<{ title: string }[]>('knowledge/documents.json')).toMatchObject([{ title: 'Opening hours' }]);
    expect(json<{ name: string }[]>('tenancy/workspaces.json')).toMatchObject([{ name: 'ada Ltd' }]);
    expect(JSON.stringify(files)).not.toMatch(/Secret plans|eve Ltd/);
    const [parts] = await stored.query<{ parts: number }>('SELECT max(parts) AS parts FROM platform.exports');
    expect(parts!.parts).toBeGreaterThan(1);
    const mail = await waitForMail(app, 'ada@example.com', 'export');
    expect(mail.links.some((link) => link.includes(body.exportId))).toBe(true);
    const acts = await stored.query<{ action: string }>(
      `SELECT action FROM platform.audit_entries WHERE workspace_id = $1 AND subject_id = $2 ORDER BY seq`,
      [ada.workspaceId, body.exportId],
    );
    expect(new Set(acts.map(({ action }) => action))).toEqual(
      new Set(['tenancy.export_requested', 'tenancy.export_downloaded']),
    );
  });

  it('is asked for once at a time, and a repeated request is answered by the first', async () => {
    const runs = app.app.get(ExportRuns);
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const begin = runs.begin.bind(runs);
    const slow = jest.spyOn(runs, 'begin').mockImplementation((...of) => held.then(() => begin(...of)));
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(eve)));
    const first = answers.find(({ status }) => status === 202)!;
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('export_running');
    const running = await look(eve, first.body.exportId);
    expect(running).toMatchObject({ status: 202, body: { status: 'running' } });
    expect(Number(running.headers.get('retry-after'))).toBeGreaterThan(0);
    goOn();
    slow.mockRestore();
    await untilReady(eve, first.body.exportId);
    const key = { 'idempotency-key': 'one-export-please' };
    const [once, again] = [await ask(eve, key), await ask(eve, key)];
    expect(again.body.exportId).toBe(once.body.exportId);
    await untilReady(eve, once.body.exportId);
  });

  it('of a workspace is not there for anybody who does not own it', async () => {
    const { body } = await ask(ada);
    await untilReady(ada, body.exportId);
    const [foreign, unknown] = [await look(eve, body.exportId), await look(eve, uuidv7())];
    expect(foreign.status).toBe(404);
    const told = (body: object) => ({ ...body, instance: '', requestId: '' });
    expect(told(unknown.body)).toEqual(told(foreign.body));
    await asRole('member');
    expect((await look(ada, body.exportId)).status).toBe(404);
    await asRole('owner');
    expect((await look(ada, body.exportId)).status).toBe(200);
  });

  it('is whole after the process that made it was killed in the middle', async () => {
    const runs = app.app.get(ExportRuns);
    const add = runs.add.bind(runs);
    const killed = jest.spyOn(runs, 'add').mockImplementationOnce(async (...of) => {
      await add(...of);
      throw new Error('killed');
    });
    const { body } = await ask(ada);
    await untilReady(ada, body.exportId);
    expect(killed.mock.calls.length).toBeGreaterThan(2);
    killed.mockRestore();
    const { manifest, json } = await download(ada, body.exportId);
    for (const { name, rows } of manifest.files) expect(json<unknown[]>(name)).toHaveLength(rows);
  });

  it('cannot be written into by an attempt that was taken for dead', async () => {
    const { body } = await ask(eve);
    await untilReady(eve, body.exportId);
    const [{ userId }] = (await stored.query(
      'SELECT user_id AS "userId" FROM platform.exports WHERE id = $1',
      [body.exportId],
    )) as [{ userId: string }];
    const former = { workspaceId: eve.workspaceId, userId, exportId: body.exportId, number: 1 };
    await expect(app.app.get(ExportRuns).add(former, 99, Buffer.from('x'))).rejects.toMatchObject({
      code: 'concurrent_change',
    });
  });

  it('that fails for good is a dead letter, and is made after all when an operator retries it', async () => {
    const runs = app.app.get(ExportRuns);
    const broken = jest.spyOn(runs, 'finish').mockRejectedValue(new Error('the disk is full'));
    const { body } = await ask(eve);
    await eventually(async () => {
      expect(await look(eve, body.exportId)).toMatchObject({ status: 410, body: { code: 'export_failed' } });
    }, 15_000);
    broken.mockRestore();
    const left = await stored.query('SELECT 1 FROM platform.export_parts WHERE export_id = $1', [
      body.exportId,
    ]);
    expect(left).toEqual([]);
    const headers = { 'x-api-key': app.runtime.adminKey };
    const { body: letters } = await app.http<{ data: { id: string; subjectId: string; queue: string }[] }>(
      'GET',
      '/admin/dlq',
      { headers },
    );
    const letter = letters.data.find(({ subjectId }) => subjectId === body.exportId)!;
    expect(letter.queue).toBe('data');
    await app.http('POST', `/admin/dlq/${letter.id}/retry`, { headers });
    await untilReady(eve, body.exportId);
  });

  it('that failed is forgotten like any other in the end', async () => {
    const broken = jest
      .spyOn(app.app.get(ExportRuns), 'finish')
      .mockRejectedValue(new Error('the disk is full'));
    const { body } = await ask(eve);
    await eventually(async () => {
      expect((await look(eve, body.exportId)).body.code).toBe('export_failed');
    }, 15_000);
    broken.mockRestore();
    await stored.query(
      `UPDATE platform.exports SET expires_at = expires_at - interval '38 days' WHERE id = $1`,
      [body.exportId],
    );
    await app.app.get(ExportUpkeep).run();
    expect((await look(eve, body.exportId)).status).toBe(404);
  });

  it('is gone after its time, parts and all, and says so', async () => {
    const { body } = await ask(eve);
    await untilReady(eve, body.exportId);
    await stored.query(`UPDATE platform.exports SET expires_at = now() - interval '1 s' WHERE id = $1`, [
      body.exportId,
    ]);
    expect(await look(eve, body.exportId)).toMatchObject({ status: 410, body: { code: 'export_expired' } });
    await app.app.get(ExportUpkeep).run();
    const parts = await stored.query('SELECT 1 FROM platform.export_parts WHERE export_id = $1', [
      body.exportId,
    ]);
    expect(parts).toEqual([]);
    expect((await look(eve, body.exportId)).status).toBe(410);
  });

  it('of a person shows what is held about them, no secret, and nobody else', async () => {
    const { status, body } = await app.http<Started>('POST', '/auth/me/export', { token: ada.token });
    expect(status).toBe(202);
    expect((await look(eve, body.exportId)).status).toBe(404);
    await untilReady(ada, body.exportId);
    const { files, json, manifest } = await download(ada, body.exportId);
    expect(manifest.workspaceId).toBeNull();
    expect(json('identity/users.json')).toMatchObject([{ email: 'ada@example.com', name: 'ada' }]);
    expect(json('tenancy/members.json')).toMatchObject([{ workspaceId: ada.workspaceId, role: 'owner' }]);
    expect(json<unknown[]>('identity/sessions.json').length).toBeGreaterThan(0);
    expect(json<{ action: string }[]>('platform/audit-entries.json')).toEqual(
      expect.arrayContaining([expect.objectContaining({ action: 'tenancy.export_requested' })]),
    );
    expect(Object.values(files).join('\n')).not.toMatch(/hash"|digest|secret"|eve@/i);
  });

  it('needs a sign-in of the last minutes, of a workspace or of a person', async () => {
    const mallory = await signUp(app, 'mallory');
    const [session] = await stored.query<{ id: string }>(
      `UPDATE identity.sessions SET authenticated_at = now() - interval '6 min'
       WHERE active_workspace_id = $1 RETURNING id`,
      [mallory.workspaceId],
    );
    app.app.get(SessionDirectory).forgetSession(session!.id);
    expect(await ask(mallory)).toMatchObject({ status: 403, body: { code: 'recent_sign_in_required' } });
    const mine = await app.http<Started>('POST', '/auth/me/export', { token: mallory.token });
    expect(mine.body.code).toBe('recent_sign_in_required');
  });
});
