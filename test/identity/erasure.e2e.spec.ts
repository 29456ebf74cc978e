import { FindOpenErasures } from '../../src/contexts/identity/jobs/find-open-erasures.task';
import { ErasePerson } from '../../src/contexts/identity/commands/erase-person.command';
import { Removals } from '../../src/platform/data-rights/removals';
import { DataQueue } from '../../src/platform/data-rights/data-queue';
import { CommandBus } from '@nestjs/cqrs';
import { uuidv7 } from '../../src/kernel/ids';
import { SessionDirectory } from '../../src/platform/security/session-directory';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { waitForMail } from '../support/mailbox';
import { EverythingStored, filesWith, type StoredRow } from '../platform/everything-stored';

const PASSWORD = 'seventeen purple walruses';

interface Person {
  readonly token: string;
  readonly userId: string;
  readonly workspaceId: string;
}

interface Receipt {
  readonly erasureId: string;
  readonly completedAt: string | null;
  readonly erased: Record<string, number>;
  readonly verified: boolean;
  readonly signature: string | null;
}

describe('A person who asks to be forgotten', () => {
  let app: TestApp;
  let stored: EverythingStored;
  let host: Person;

  beforeAll(async () => {
    app = await startTestApp();
    stored = await EverythingStored.of(app.ownerUrl);
    host = await signUp('host');
  });
  afterAll(async () => {
    await stored.close();
    await app.stop();
  });

  async function signUp(word: string): Promise<Person> {
    const { status, body } = await app.http<{
      accessToken: string;
      workspaceId: string;
      user: { id: string };
    }>('POST', '/auth/onboarding', {
      body: {
        ...{ email: `${word}@example.com`, password: PASSWORD, name: `Name of ${word}` },
        workspaceName: 'Somebody Ltd',
      },
      headers: { 'user-agent': `Browser of ${word}` },
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return { token: body.accessToken, userId: body.user.id, workspaceId: body.workspaceId };
  }

  /** A member of the host's workspace, whose own one is being deleted, with traces wherever there can be some. */
  async function settle(word: string): Promise<Person> {
    const person = await signUp(word);
    const { userId } = person;
    await stored.query(`UPDATE tenancy.workspaces SET deleted_at = now() WHERE workspace_id = $1`, [
      person.workspaceId,
    ]);
    const email = `${word}@example.com`;
    const inserts: [string, ...unknown[]][] = [
      [
        `INSERT INTO tenancy.members (workspace_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
        host.workspaceId,
        userId,
      ],
      [
        `INSERT INTO tenancy.invites (workspace_id, id, link_id, email, role, invited_by, created_at, expires_at)
         VALUES ($1, $2, $2, $3, 'member', $4, now(), now() + interval '1 day')`,
        host.workspaceId,
        uuidv7(),
        email.toUpperCase(),
        host.userId,
      ],
      [
        `INSERT INTO platform.mails (id, kind, recipient, params, failed_at) VALUES ($1, 'x', $2, '{}', now())`,
        uuidv7(),
        email,
      ],
      [
        `INSERT INTO platform.mails (id, workspace_id, kind, recipient, params, failed_at)
         VALUES ($1, $2, 'x', 'friend@example.com', $3, now())`,
        uuidv7(),
        host.workspaceId,
        JSON.stringify({ invitedBy: email }),
      ],
      [
        `INSERT INTO platform.webhook_deliveries (id, workspace_id, url, type, payload, status)
         VALUES ($1, $2, 'https://example.org/', 'x', $3, 'failed')`,
        uuidv7(),
        host.workspaceId,
        JSON.stringify({ invitedBy: email }),
      ],
      [
        `INSERT INTO platform.dead_letters (id, source, name, subject_id, event_type, payload, error_class, error,
           attempts, first_failed_at, last_failed_at)
         VALUES ($1, 'queue', 'email', $1, 'x', '{}', 'Error', $2, 1, now(), now())`,
        uuidv7(),
        `550 <${email}> unknown`,
      ],
      [
        `INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload, published_at)
         VALUES ($1, $2, $1, 'x', $3, now())`,
        uuidv7(),
        host.workspaceId,
        JSON.stringify({ email }),
      ],
      [
        `INSERT INTO platform.idempotency_keys (workspace_id, principal, route, key, request_hash, effect_id, status,
           body, locked_until)
         VALUES ($1, $2, 'POST /x', 'k', 'h', $3, 201, to_jsonb($4::text), now()),
           ($1, 'user:another', 'POST /x', $5, 'h', $3, 201, to_jsonb($4::text), now())`,
        host.workspaceId,
        `user:${userId}`,
        uuidv7(),
        JSON.stringify({ name: `Name of ${word}`, email }),
        userId.slice(-8),
      ],
      [
        `INSERT INTO platform.exports (id, workspace_id, user_id, status) VALUES ($1, $2, $3, 'ready')`,
        uuidv7(),
        host.workspaceId,
        host.userId,
      ],
      [`UPDATE identity.users SET locale = 'tlh' WHERE id = $1`, userId],
    ];
    for (const [text, ...values] of inserts) await stored.query(text, values);
    const { token } = person;
    const { body } = await app.http<{ exportId: string }>('POST', '/auth/me/export', { token });
    await waitForMail(app, email, 'export');
    expect(await app.http('GET', `/exports/${body.exportId}`, { token })).toMatchObject({ status: 200 });
    await stored.settled();
    return person;
  }

  const leave = ({ token }: Person, body?: unknown) =>
    app.http<{ erasureId: string; receipt: string; code: string }>('DELETE', '/auth/me', { token, body });
  const receiptFor = (token: string) => app.http<Receipt>('POST', '/erasures/receipt', { body: { token } });
  const untilDone = (token: string) =>
    eventually(async () => {
      const { body } = await receiptFor(token);
      expect(body.verified).toBe(true);
      return body;
    }, 15_000);
  /** Without times, which the host's own doings move. */
  const hostRows = async () =>
    (await stored.rows()).filter(
      ({ table, text }) => text.includes(host.userId) && /identity\.users|tenancy\./.test(table),
    );

  it('is found in no table, queue or file afterwards, while everybody else’s data is as it was [M3]', async () => {
    const person = await settle('kolibri');
    expect(await stored.find('kolibri')).not.toEqual([]);
    expect(filesWith(app.runtime.settings.dataDirectory, 'kolibri')).not.toEqual([]);
    const invite = (rows: StoredRow[]) => rows.filter(({ text }) => !text.toLowerCase().includes('kolibri'));
    const before = invite(await hostRows());

    const { status, body } = await leave(person, {});
    expect(status).toBe(202);
    const receipt = await untilDone(body.receipt);
    await stored.settled();

    expect(await stored.find('kolibri')).toEqual([]);
    expect(filesWith(app.runtime.settings.dataDirectory, 'kolibri')).toEqual([]);
    expect(invite(await hostRows()).map(({ table }) => table)).toEqual(before.map(({ table }) => table));
    expect(receipt.erased).toMatchObject({
      'identity.users': 1,
      'identity.sessions': 1,
      'tenancy.invites': 1,
      'platform.mails': 2,
      'platform.webhook_deliveries': 1,
      'platform.dead_letters': 1,
    });
    expect(receipt.signature).toMatch(/^pls_/);
    const [record] = await stored.query<{ text: string }>(
      'SELECT e::text AS text FROM identity.erasures AS e',
    );
    expect(record!.text).not.toContain(person.userId);
    // Who did what stays in the log, by an id that now means nobody.
    const known = (await stored.rows()).filter(({ text }) => text.includes(person.userId));
    expect(new Set(known.map(({ table }) => table))).toEqual(new Set(['platform.audit_entries']));
  });

  it('takes nothing along that is about a longer address or has a word in common with their name', async () => {
    const person = await settle('wren');
    await stored.query(`UPDATE identity.users SET name = 'member' WHERE id = $1`, [person.userId]);
    const kept = uuidv7();
    const others = ['jowren@example.com', "o'wren@example.com", 'wren@example.com.au', 'jo.wren@example.com'];
    await stored.query(
      `INSERT INTO platform.mails (id, workspace_id, kind, recipient, params, failed_at)
       VALUES ($1, $2, 'x', $3, '{"role": "member"}', now())`,
      [kept, host.workspaceId, others[0]],
    );
    await stored.query(
      `INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload, published_at)
       VALUES ($1, $2, $1, 'x', $3, now())`,
      [kept, host.workspaceId, JSON.stringify({ others })],
    );
    const { body } = await leave(person);
    await untilDone(body.receipt);
    const found = (await stored.rows()).filter(({ text }) => text.includes(kept));
    expect(found.map(({ table }) => table).sort()).toEqual(['platform.mails', 'platform.outbox']);
  });

  it('is found in no answer either that a workspace of others has kept', async () => {
    const [person, inviter] = [await settle('siskin'), await signUp('inviter')];
    const invited = await app.http('POST', `/workspaces/${inviter.workspaceId}/invites`, {
      token: inviter.token,
      body: { email: 'siskin@example.com', role: 'member' },
      headers: { 'idempotency-key': 'invite-the-siskin' },
    });
    expect(invited.status).toBe(201);
    await stored.settled();
    const { body } = await leave(person);
    await untilDone(body.receipt);
    expect(await stored.find('siskin@example.com')).toEqual([]);
  });

  it('can do nothing any more from the same moment on, and may sign up anew', async () => {
    const person = await settle('zaunkoenig');
    const { body } = await leave(person);
    expect(await app.http('GET', '/auth/me', { token: person.token })).toMatchObject({ status: 401 });
    const login = await app.http('POST', '/auth/login', {
      body: { email: 'zaunkoenig@example.com', password: PASSWORD },
    });
    expect(login.status).toBe(401);
    await untilDone(body.receipt);
    await signUp('zaunkoenig');
  });

  it('is refused while a workspace would be left without an owner, and nothing has changed', async () => {
    const refused = await leave(host);
    expect(refused).toMatchObject({ status: 409, body: { code: 'owns_workspaces' } });
    expect(await app.http('GET', '/auth/me', { token: host.token })).toMatchObject({ status: 200 });
  });

  it('is erased once, with nothing counted twice, however often the work is killed', async () => {
    const person = await settle('pirol');
    const queue = jest.spyOn(app.app.get(DataQueue), 'add').mockResolvedValue();
    const { body } = await leave(person);
    await stored.settled();
    const removals = app.app.get(Removals);
    const removeTrace = removals.removeTrace.bind(removals);
    const erase = () => app.app.get(CommandBus).execute(new ErasePerson(body.erasureId));
    for (let survived = 0, wasKilled = true; wasKilled; survived++) {
      let calls = 0;
      wasKilled = false;
      const killed = jest.spyOn(removals, 'removeTrace').mockImplementation(async (...of) => {
        await removeTrace(...of);
        if (calls++ === survived) throw new Error('killed');
      });
      await erase().catch((error: Error) => {
        expect(error.message).toBe('killed');
        wasKilled = true;
      });
      killed.mockRestore();
    }
    queue.mockRestore();
    const receipt = await untilDone(body.receipt);
    expect(receipt.erased).toMatchObject({ 'identity.users': 1, 'tenancy.invites': 1, 'platform.mails': 2 });
    expect(await stored.find('pirol')).toEqual([]);
  });

  it('is not called erased while something is still found, and is looked for again', async () => {
    const person = await settle('specht');
    const queue = jest.spyOn(app.app.get(DataQueue), 'add').mockResolvedValue();
    const { body } = await leave(person);
    await stored.settled();
    queue.mockRestore();
    const blind = jest.spyOn(app.app.get(Removals), 'removeTrace').mockResolvedValue();
    await expect(app.app.get(CommandBus).execute(new ErasePerson(body.erasureId))).rejects.toThrow(
      /still show/,
    );
    blind.mockRestore();
    expect((await receiptFor(body.receipt)).body).toMatchObject({
      ...{ completedAt: null, erased: null, verified: false, signature: null },
    });
    await app.app.get(FindOpenErasures).run();
    await untilDone(body.receipt);
  });

  it('is not called erased either while something about them is still on its way', async () => {
    const person = await settle('dohle');
    const event = uuidv7();
    await stored.query(
      `INSERT INTO platform.outbox (id, aggregate_id, type, payload, published_at) VALUES ($1, $1, 'x', $2, now())`,
      [event, JSON.stringify({ userId: person.userId })],
    );
    await stored.query(
      `INSERT INTO platform.deliveries (event_id, reaction, seq, aggregate_id, due_at)
       VALUES ($1, 'x', 1, $1, 'infinity')`,
      [event],
    );
    const queue = jest.spyOn(app.app.get(DataQueue), 'add').mockResolvedValue();
    const { body } = await leave(person);
    await expect(app.app.get(CommandBus).execute(new ErasePerson(body.erasureId))).rejects.toThrow(
      /platform.outbox still show/,
    );
    queue.mockRestore();
    await stored.query(`UPDATE platform.deliveries SET state = 'done' WHERE event_id = $1`, [event]);
    await app.app.get(FindOpenErasures).run();
    await untilDone(body.receipt);
    expect(await stored.query('SELECT 1 FROM platform.outbox WHERE id = $1', [event])).toEqual([]);
  });

  it('gets a receipt that nobody can make or guess, and the same one every time', async () => {
    const { body } = await leave(await settle('amsel'));
    const receipt = await untilDone(body.receipt);
    expect((await receiptFor(body.receipt)).body).toEqual(receipt);
    const forged = await receiptFor(`${body.receipt.slice(0, -4)}AAAA`);
    expect(forged).toMatchObject({ status: 404 });
    expect(await receiptFor(body.erasureId)).toMatchObject({ status: 404 });
  });

  it('has to prove who they are first, as a thief of the session could not', async () => {
    const person = await settle('elster');
    const [session] = await stored.query<{ id: string }>(
      `UPDATE identity.sessions SET authenticated_at = now() - interval '6 min' WHERE user_id = $1 RETURNING id`,
      [person.userId],
    );
    app.app.get(SessionDirectory).forgetSession(session!.id);
    expect(await leave(person)).toMatchObject({ status: 403, body: { code: 'recent_sign_in_required' } });
  });
});
