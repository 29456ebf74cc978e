import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { startTestApp, type TestApp } from '../support/app';
import { secretIn, waitForMail } from '../support/mailbox';
import { eventually } from '../support/eventually';
import { type Person, signUpPerson } from './people';

interface Invite {
  readonly id: string;
  readonly email: string;
  readonly expiresAt: string;
  readonly createdAt: string;
}

describe('An invitation by mail', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await startTestApp();
    ada = await signUpPerson(app, 'Ada');
  });
  afterAll(() => app.stop());

  const invite = (email: string, role = 'member') =>
    app.http<Invite>('POST', `/workspaces/${ada.workspaceId}/invites`, {
      ...{ token: ada.token, body: { email, role } },
    });
  const accept = (person: Person, token: string) =>
    app.http('POST', '/invites/accept', { token: person.token, body: { token } });
  const secretFor = async (email: string) => secretIn(await waitForMail(app, email, 'invited'));
  const invites = async () => {
    const path = `/workspaces/${ada.workspaceId}/invites?limit=100`;
    return (await app.http<{ data: Invite[] }>('GET', path, { token: ada.token })).body.data;
  };
  const query = (statement: Parameters<Database['query']>[1]) =>
    app.app.get(Database).query(ada.workspaceId, statement);
  /** The newest secret, once it is another than the one before. */
  const secretAfter = (email: string, before: string) =>
    eventually(async () => {
      const secret = await secretFor(email);
      expect(secret).not.toBe(before);
      return secret;
    });

  it('makes its addressee a member [TE-06]', async () => {
    const bob = await signUpPerson(app, 'Bob');
    const sent = await invite('BOB@example.com');
    expect(sent).toMatchObject({
      status: 201,
      body: { email: 'BOB@example.com', role: 'member', invitedBy: ada.userId },
    });
    const week = Date.parse(sent.body.expiresAt) - Date.parse(sent.body.createdAt);
    expect(week).toBe(7 * 86_400_000);
    expect(await invites()).toEqual([sent.body]);
    const mail = await waitForMail(app, 'BOB@example.com', 'invited');
    expect(mail.text).toContain("Ada's");
    expect(await accept(bob, secretIn(mail))).toMatchObject({
      status: 200,
      body: { id: ada.workspaceId, role: 'member' },
    });
    const members = `/workspaces/${ada.workspaceId}/members`;
    expect((await app.http('GET', members, { token: bob.token })).status).toBe(200);
    expect(await invites()).toEqual([]);
    expect(await invite(bob.email)).toMatchObject({ status: 409, body: { code: 'already_member' } });
  });

  it('is in the audit log without anybody’s address [TE-26]', async () => {
    const entries = await query(sql`
      SELECT action, subject_kind AS kind, subject_id AS id, actor_id AS actor FROM platform.audit_entries
      WHERE action IN ('tenancy.member_invited', 'tenancy.member_joined') ORDER BY seq`);
    expect(entries).toEqual([
      {
        action: 'tenancy.member_invited',
        kind: 'invite',
        id: expect.any(String) as string,
        actor: ada.userId,
      },
      expect.objectContaining({ action: 'tenancy.member_joined', kind: 'user' }),
    ]);
    expect(
      await query(sql`SELECT 1 FROM platform.audit_entries AS entry WHERE entry::text ILIKE '%@%'`),
    ).toEqual([]);
  });

  it('leaves no address behind once it is accepted [TE-06]', async () => {
    expect(await query(sql`SELECT 1 FROM tenancy.invites WHERE email IS NOT NULL`)).toEqual([]);
  });

  it('makes one member of a hundred that accept it at once [TE-06 A15 2.3.1]', async () => {
    const [cleo, eve] = [await signUpPerson(app, 'Cleo'), await signUpPerson(app, 'Eve')];
    await invite(cleo.email);
    const token = await secretFor(cleo.email);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => accept(i % 4 ? cleo : eve, token)),
    );
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(200), count(403) + count(410)]).toEqual([75, 25]);
    const joined = await query(sql`
      SELECT user_id FROM tenancy.members
      WHERE workspace_id = ${ada.workspaceId} AND user_id IN (${cleo.userId}, ${eve.userId})`);
    expect(joined).toEqual([{ user_id: cleo.userId }]);
    const told = await query(sql`
      SELECT 1 FROM platform.audit_entries WHERE action = 'tenancy.member_joined' AND subject_id = ${cleo.userId}`);
    expect(told).toHaveLength(1);
  });

  it('lets nobody in with somebody else’s [A15]', async () => {
    const eve = await signUpPerson(app, 'Mallory');
    await invite('nobody.yet@example.com');
    expect(await accept(eve, await secretFor('nobody.yet@example.com'))).toMatchObject({
      status: 403,
      body: { code: 'invite_for_another_address' },
    });
    for (const token of ['pls_x', `pls_${'A'.repeat(64)}-${ada.workspaceId}`]) {
      expect(await accept(eve, token)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    const own = await app.http('POST', `/workspaces/${eve.workspaceId}/invites`, {
      ...{ token: eve.token, body: { email: 'helper@example.com', role: 'owner' } },
    });
    expect(own.status).toBe(201);
    const elsewhere = (await secretFor('helper@example.com')).replace(eve.workspaceId, ada.workspaceId);
    expect((await accept(eve, elsewhere)).status).toBe(404);
  });

  it('does not let somebody back in who was removed', async () => {
    const dora = await signUpPerson(app, 'Dora');
    await invite(dora.email);
    const token = await secretFor(dora.email);
    expect((await accept(dora, token)).status).toBe(200);
    const path = `/workspaces/${ada.workspaceId}/members/${dora.userId}`;
    expect((await app.http('DELETE', path, { token: ada.token })).status).toBe(204);
    expect(await accept(dora, token)).toMatchObject({ status: 410, body: { code: 'invite_used' } });
  });

  it('is replaced by a newer one to the same address, and by sending it again [TE-06]', async () => {
    const fay = await signUpPerson(app, 'Fay');
    await invite(fay.email);
    const first = await secretFor(fay.email);
    const again = await invite(fay.email, 'owner');
    expect((await invites()).filter(({ email }) => email === fay.email)).toEqual([again.body]);
    const second = await secretAfter(fay.email, first);
    expect((await accept(fay, first)).status).toBe(404);
    const resend = `/workspaces/${ada.workspaceId}/invites/${again.body.id}/resend`;
    expect(await app.http('POST', resend, { token: ada.token })).toMatchObject({
      status: 200,
      body: { id: again.body.id, role: 'owner' },
    });
    const third = await secretAfter(fay.email, second);
    expect((await accept(fay, second)).status).toBe(404);
    expect((await accept(fay, third)).body).toMatchObject({ role: 'owner' });
    expect((await app.http('POST', resend, { token: ada.token })).status).toBe(404);
  });

  it('is withdrawn by its own workspace, and then holds no longer [TE-06 TE-26]', async () => {
    const gus = await signUpPerson(app, 'Gus');
    const { body } = await invite(gus.email);
    const token = await secretFor(gus.email);
    const path = `/workspaces/${ada.workspaceId}/invites/${body.id}`;
    const foreign = path.replace(ada.workspaceId, gus.workspaceId);
    for (const [method, route] of [
      ['DELETE', path],
      ['DELETE', foreign],
      ['POST', `${foreign}/resend`],
    ] as const) {
      expect((await app.http(method, route, { token: gus.token })).status).toBe(404);
    }
    expect((await app.http('DELETE', path, { token: ada.token })).status).toBe(204);
    expect((await app.http('DELETE', path, { token: ada.token })).status).toBe(404);
    expect((await accept(gus, token)).status).toBe(404);
  });

  it('is sent five times at most, and fifty wait at most, however many are sent at once [TE-06]', async () => {
    const { workspaceId, token } = await signUpPerson(app, 'Hal');
    const send = (email: string) =>
      app.http<{ code?: string }>('POST', `/workspaces/${workspaceId}/invites`, {
        ...{ token, body: { email, role: 'member' } },
      });
    const [same, others] = await Promise.all([
      Promise.all(Array.from({ length: 8 }, () => send('often@example.com'))),
      Promise.all(Array.from({ length: 60 }, (_, i) => send(`p${i}@example.com`))),
    ]);
    expect(same.filter(({ status }) => status === 201)).toHaveLength(5);
    const refused = others.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(11);
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['too_many_invites']));
  });

  it('is the owners’ to send, and goes to an address', async () => {
    const ivy = await signUpPerson(app, 'Ivy');
    await invite(ivy.email);
    await accept(ivy, await secretFor(ivy.email));
    const path = `/workspaces/${ada.workspaceId}/invites`;
    const body = { email: 'x@example.com', role: 'member' };
    expect((await app.http('POST', path, { token: ivy.token, body })).status).toBe(403);
    expect((await app.http('GET', path, { token: ivy.token })).status).toBe(403);
    expect((await invite('nowhere')).status).toBe(400);
    expect((await invite('x@example.com', 'admin')).status).toBe(400);
  });
});
