import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { startTestApp, type TestApp } from '../support/app';
import { admit, inDatabase, type Person, signUpPerson } from './people';

describe('A workspace in its life', () => {
  let app: TestApp;
  let ada: Person;
  let bob: Person;

  beforeAll(async () => {
    app = await startTestApp();
    [ada, bob] = [await signUpPerson(app, 'Ada'), await signUpPerson(app, 'Bob')];
    await admit(app, ada, bob, 'member');
  });
  afterAll(() => app.stop());

  const as = (person: Person, method: string, path: string, body?: unknown) =>
    app.http<{ data: { id: string; deletedAt: string; purgeAfter: string }[] }>(method, path, {
      ...{ token: person.token, body },
    });
  const home = () => `/workspaces/${ada.workspaceId}`;
  const idsFor = async (person: Person, deleted = false) =>
    (await as(person, 'GET', `/workspaces?deleted=${deleted}`)).body.data.map(({ id }) => id);

  it('has an id, a name, a slug and its times, and members with theirs [TE-02 TE-03]', async () => {
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string;
    expect((await as(ada, 'GET', home())).body).toEqual({
      ...{ id: ada.workspaceId, name: "Ada's", role: 'owner', createdAt: time, updatedAt: time },
      slug: expect.stringMatching(/^ada-s-[0-9a-f]{12}$/) as string,
      ...{ settings: expect.any(Object) as object, deletedAt: null, purgeAfter: null },
    });
    expect((await as(ada, 'GET', `${home()}/members`)).body.data).toEqual(
      [bob, ada].map(({ userId, email }) => ({
        ...{ userId, email, role: userId === ada.userId ? 'owner' : 'member', createdAt: time },
        name: expect.any(String) as string,
      })),
    );
  });

  it('asks first who calls, then where, then as what, and only then what for [TE-08 TE-10]', async () => {
    const eve = await signUpPerson(app, 'Eve');
    const invalid = { name: '' };
    const nobody = await app.http('PATCH', home(), { body: invalid });
    const statuses = [nobody.status];
    for (const person of [eve, bob, ada]) statuses.push((await as(person, 'PATCH', home(), invalid)).status);
    expect(statuses).toEqual([401, 404, 403, 400]);
  });

  it('asks for a second factor only when somebody with one wants it, and then of everybody [A16]', async () => {
    const cleo = await signUpPerson(app, 'Cleo');
    const path = `/workspaces/${cleo.workspaceId}`;
    const settings = { requireSecondFactor: true };
    expect(await as(cleo, 'PATCH', path, { settings })).toMatchObject({
      status: 409,
      body: { code: 'strong_session_required' },
    });
    const strong = await signUpPerson(app, 'Strong');
    const its = `/workspaces/${strong.workspaceId}`;
    await inDatabase(app, 'UPDATE identity.sessions SET is_strong = true WHERE user_id = $1', [
      strong.userId,
    ]);
    await admit(app, strong, cleo, 'member');
    expect((await as(cleo, 'GET', its)).status).toBe(200);
    expect(await as(strong, 'PATCH', its, { settings })).toMatchObject({ status: 200, body: { settings } });
    expect(await as(cleo, 'GET', its)).toMatchObject({
      status: 403,
      body: { code: 'second_factor_required' },
    });
  });

  it('passes to a member, who may then do what its owner may no longer [8.3.1]', async () => {
    const [dora, eric] = [await signUpPerson(app, 'Dora'), await signUpPerson(app, 'Eric')];
    await admit(app, dora, eric, 'member');
    const path = `/workspaces/${dora.workspaceId}`;
    const transfer = (from: Person, to: Person) =>
      as(from, 'POST', `${path}/transfer-ownership`, { userId: to.userId });
    expect((await transfer(eric, eric)).status).toBe(403);
    expect((await transfer(dora, ada)).status).toBe(404);
    expect((await transfer(dora, eric)).status).toBe(204);
    expect((await transfer(dora, eric)).status).toBe(403);
    expect((await as(eric, 'PATCH', path, { name: 'Eric’s now' })).status).toBe(200);
    expect(await as(eric, 'POST', `${path}/leave`)).toMatchObject({
      status: 409,
      body: { code: 'last_owner' },
    });
    expect((await as(dora, 'POST', `${path}/leave`)).status).toBe(204);
    expect((await as(dora, 'GET', path)).status).toBe(404);
  });

  it('is deleted and handed over only soon after a sign-in [7.5.1]', async () => {
    const fay = await signUpPerson(app, 'Fay');
    await inDatabase(
      app,
      `UPDATE identity.sessions SET authenticated_at = now() - interval '6 minutes' WHERE user_id = $1`,
      [fay.userId],
    );
    const path = `/workspaces/${fay.workspaceId}`;
    const refused = { status: 403, body: { code: 'recent_sign_in_required' } };
    expect(await as(fay, 'DELETE', path)).toMatchObject(refused);
    const body = { userId: ada.userId };
    expect(await as(fay, 'POST', `${path}/transfer-ownership`, body)).toMatchObject(refused);
    expect((await as(fay, 'GET', path)).status).toBe(200);
  });

  it('is gone for everybody at once when it is deleted [TE-02 A8]', async () => {
    expect((await as(bob, 'DELETE', home())).status).toBe(403);
    await as(bob, 'GET', home());
    expect((await as(ada, 'DELETE', home())).status).toBe(204);
    for (const person of [ada, bob]) {
      expect((await as(person, 'GET', home())).status).toBe(404);
      const headers = { 'x-workspace-id': ada.workspaceId };
      expect(await app.http('GET', '/conversations', { token: person.token, headers })).toMatchObject({
        status: 403,
        body: { code: 'not_a_member' },
      });
      expect(await idsFor(person)).not.toContain(ada.workspaceId);
    }
  });

  it('can be restored for thirty days, by who owned it [TE-02 TE-07]', async () => {
    expect(await idsFor(bob, true)).toEqual([]);
    const [deleted] = (await as(ada, 'GET', '/workspaces?deleted=true')).body.data;
    expect(deleted!.id).toBe(ada.workspaceId);
    const days = (Date.parse(deleted!.purgeAfter) - Date.parse(deleted!.deletedAt)) / 86_400_000;
    expect(days).toBe(30);
    expect((await as(bob, 'POST', `${home()}/restore`)).status).toBe(404);
    expect(await as(ada, 'POST', `${home()}/restore`)).toMatchObject({
      status: 200,
      body: { id: ada.workspaceId, deletedAt: null },
    });
    expect((await as(bob, 'GET', home())).status).toBe(200);
    expect(await idsFor(ada, true)).toEqual([]);
    expect((await as(ada, 'POST', `${home()}/restore`)).status).toBe(404);
    expect((await as(ada, 'POST', '/workspaces/nonsense/restore')).status).toBe(400);
  });

  it('is not offered to be restored when its time is over [TE-07]', async () => {
    const gus = await signUpPerson(app, 'Gus');
    const path = `/workspaces/${gus.workspaceId}`;
    expect((await as(gus, 'DELETE', path)).status).toBe(204);
    expect(await idsFor(gus, true)).toEqual([gus.workspaceId]);
    await app.app
      .get(Database)
      .query(gus.workspaceId, sql`UPDATE tenancy.workspaces SET purge_after = now() - interval '1 s'`);
    expect(await idsFor(gus, true)).toEqual([]);
    expect((await as(gus, 'POST', `${path}/restore`)).status).toBe(404);
  });
});
