import { QueryBus } from '@nestjs/cqrs';
import { ListAccessible } from '../../src/contexts/tenancy/contracts/list-accessible.query';
import { MayAccess } from '../../src/contexts/tenancy/contracts/may-access.query';
import { uuidv7 } from '../../src/kernel/ids';
import { failureCode } from '../support/failure-code';
import { startTestApp, type TestApp } from '../support/app';
import { routesOf } from '../support/routes';
import { admit, type Person, signUpPerson } from './people';

const [EVENT, OTHER_EVENT, VENUE, OTHER_VENUE, VENDOR] = Array.from({ length: 5 }, () => uuidv7()) as [
  ...[string, string, string, string, string],
];

describe('Guests of a workspace', () => {
  let app: TestApp;
  let owner: Person;
  let client: Person;
  let vendor: Person;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await signUpPerson(app, 'Owner');
    [client, vendor] = [await signUpPerson(app, 'Client'), await signUpPerson(app, 'Vendor')];
    await admit(app, owner, client, 'client');
    await admit(app, owner, vendor, 'vendor');
  });
  afterAll(() => app.stop());

  const as = (person: Person, method: string, rest: string, body?: unknown) =>
    app.http<{ id: string; data: { resourceId: string }[] }>(
      method,
      `/workspaces/${owner.workspaceId}${rest}`,
      {
        ...{ token: person.token, body, headers: { 'x-workspace-id': owner.workspaceId } },
      },
    );
  const grant = (person: Person, kind: string, resourceId: string) =>
    as(owner, 'POST', '/grants', { userId: person.userId, kind, resourceId });
  const accessible = (person: Person, role: string, kind: 'event' | 'venue' | 'vendor') =>
    app.app.get(QueryBus).execute(new ListAccessible(owner.workspaceId, person.userId, role, kind));

  it('enter no route that does not name them [ID-34 TE-24 A2]', async () => {
    const routes = routesOf(app.app).filter(({ policy }) => policy?.allows === 'roles');
    const open = routes.filter(({ policy }) => policy?.allows === 'roles' && policy.roles.includes('client'));
    expect(open.map(({ path }) => path).sort()).toEqual([
      '/workspaces/:id/leave',
      '/workspaces/:id/my-grants',
    ]);
    const closed = routes.filter((route) => !open.includes(route));
    expect(closed.length).toBeGreaterThan(20);
    const answers = closed.map(async (route) => {
      const path = route.path.replace(/:(\w+)/g, (_, name) =>
        name === route.workspaceParameter ? owner.workspaceId : uuidv7(),
      );
      const { status, body } = await app.http(route.method, path, {
        ...{ token: client.token, headers: { 'x-workspace-id': owner.workspaceId } },
        ...(!['GET', 'DELETE'].includes(route.method) && { body: {} }),
      });
      return { route: `${route.method} ${route.path}`, status, code: failureCode(body) };
    });
    const letIn = (await Promise.all(answers)).filter(
      ({ status, code }) => status !== 403 || code !== 'forbidden',
    );
    expect(letIn).toEqual([]);
  });

  it('see that they belong to it, and nothing of its settings [ID-34 A4]', async () => {
    const { body } = await app.http<{ data: { id: string }[] }>('GET', '/workspaces', {
      token: client.token,
    });
    expect(body.data.find(({ id }) => id === owner.workspaceId)).toMatchObject({
      role: 'client',
      settings: null,
    });
  });

  it('see the events that were granted to them, and no others [TE-20]', async () => {
    expect(await grant(client, 'event', EVENT)).toMatchObject({ status: 201, body: { resourceId: EVENT } });
    expect(await grant(client, 'event', EVENT)).toMatchObject({
      status: 409,
      body: { code: 'already_granted' },
    });
    expect((await grant({ ...client, userId: uuidv7() }, 'event', EVENT)).status).toBe(404);
    expect((await as(client, 'GET', '/my-grants')).body.data).toEqual([
      expect.objectContaining({ kind: 'event', resourceId: EVENT }),
    ]);
    expect((await as(vendor, 'GET', '/my-grants')).body.data).toEqual([]);
    expect(await accessible(client, 'client', 'event')).toEqual([EVENT]);
    expect(await accessible(client, 'client', 'venue')).toEqual([]);
    expect(await accessible(owner, 'owner', 'event')).toBe('all');
    const may = (role: string, id: string) =>
      app.app.get(QueryBus).execute(new MayAccess(owner.workspaceId, client.userId, role, 'event', id));
    expect([await may('client', EVENT), await may('client', OTHER_EVENT)]).toEqual([true, false]);
    expect(await may('member', OTHER_EVENT)).toBe(true);
  });

  it('of a vendor see the venues that it works with, for as long as it does [TE-21]', async () => {
    await grant(vendor, 'vendor', VENDOR);
    const partners = { venueId: VENUE, vendorId: VENDOR };
    const formed = await as(owner, 'POST', '/partnerships', partners);
    expect(formed).toMatchObject({ status: 201, body: partners });
    expect((await as(owner, 'POST', '/partnerships', partners)).status).toBe(409);
    await as(owner, 'POST', '/partnerships', { venueId: OTHER_VENUE, vendorId: uuidv7() });
    expect((await as(owner, 'GET', '/partnerships')).body.data).toHaveLength(2);
    expect(await accessible(vendor, 'vendor', 'venue')).toEqual([VENUE]);
    expect(await accessible(client, 'client', 'venue')).toEqual([]);
    expect((await as(owner, 'DELETE', `/partnerships/${formed.body.id}`)).status).toBe(204);
    expect((await as(owner, 'DELETE', `/partnerships/${formed.body.id}`)).status).toBe(404);
    expect(await accessible(vendor, 'vendor', 'venue')).toEqual([]);
  });

  it('lose with a grant, and with their membership, what it gave them [TE-20]', async () => {
    const given = await grant(client, 'event', OTHER_EVENT);
    expect((await as(client, 'DELETE', `/grants/${given.body.id}`)).status).toBe(403);
    expect((await as(owner, 'DELETE', `/grants/${given.body.id}`)).status).toBe(204);
    expect((await as(owner, 'DELETE', `/grants/${given.body.id}`)).status).toBe(404);
    expect(await accessible(client, 'client', 'event')).toEqual([EVENT]);
    expect((await as(client, 'POST', '/leave')).status).toBe(204);
    expect(await accessible(client, 'client', 'event')).toEqual([]);
    expect((await as(owner, 'GET', '/grants')).body.data.map(({ resourceId }) => resourceId)).toEqual([
      VENDOR,
    ]);
  });

  it('are made members, and members guests, by the owner [TE-05]', async () => {
    const member = `/members/${vendor.userId}`;
    expect((await as(vendor, 'GET', '')).status).toBe(403);
    expect((await as(owner, 'PATCH', member, { role: 'member' })).status).toBe(200);
    expect((await as(vendor, 'GET', '')).status).toBe(200);
    expect((await as(owner, 'PATCH', member, { role: 'venue' })).status).toBe(200);
    expect((await as(vendor, 'GET', '')).status).toBe(403);
  });
});
