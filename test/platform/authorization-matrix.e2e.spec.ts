import { type OpenAPIObject } from '@nestjs/swagger';
import { SessionEndings } from '../../src/contexts/identity/commands/session-endings';
import { SessionGrants } from '../../src/contexts/identity/commands/session-grants';
import { uuidv7 } from '../../src/kernel/ids';
import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { type RoutePolicy } from '../../src/platform/security/route-policy';
import { startTestApp, type TestApp, type TestRequest } from '../support/app';
import { type Route, routesOf } from '../support/routes';

/** What only the guards say: any other answer means that the caller was let in, however it went on. */
const TURNED_AWAY = ['not_authenticated', 'session_ended', 'forbidden', 'not_a_member'];
const LET_IN = 'let in';

interface Person {
  readonly userId: string;
  readonly workspaceId: string;
}
type Headers = Record<string, string>;
/** Fresh for every request, because a request may end the session that it is made with. */
type Caller = () => Promise<Headers>;

describe('The authorization matrix', () => {
  let app: TestApp;
  let routes: Route[];
  let owner: Person;
  let member: Person;
  let stranger: Person;

  beforeAll(async () => {
    app = await startTestApp();
    routes = routesOf(app.app);
    [owner, member, stranger] = await Promise.all([signUp('owner'), signUp('member'), signUp('stranger')]);
    await app.app.get(Database).query(
      owner.workspaceId,
      sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
          VALUES (${owner.workspaceId}, ${member.userId}, 'member', now())`,
    );
  });
  afterAll(() => app.stop());

  const signUp = async (name: string): Promise<Person> => {
    const account = { email: `${name}@example.com`, password: 'correct horse battery staple', name };
    const { body } = await app.http<{ user: { id: string }; workspaceId: string }>(
      'POST',
      '/auth/onboarding',
      {
        body: { ...account, workspaceName: name },
      },
    );
    return { userId: body.user.id, workspaceId: body.workspaceId };
  };
  const session = ({ userId }: Person, workspaceId: string) =>
    app.app
      .get(SessionGrants)
      .open({ userId, securityVersion: 1 }, { workspaceId, role: null }, { userAgent: null, address: null });
  const signedIn =
    (person: () => Person, more: () => Headers = () => ({})): Caller =>
    async () => ({
      authorization: `Bearer ${(await session(person(), person().workspaceId)).accessToken}`,
      ...more(),
    });

  const anonymous: Caller = () => Promise.resolve({});
  const theOwner = signedIn(() => owner);
  const theMember = signedIn(() => ({ ...member, workspaceId: owner.workspaceId }));
  const theAdministrator: Caller = () => Promise.resolve({ 'x-api-key': app.runtime.adminKey });
  const outside = signedIn(
    () => owner,
    () => ({ 'x-workspace-id': stranger.workspaceId }),
  );
  const revoked: Caller = async () => {
    const { accessToken, sessionId } = await session(owner, owner.workspaceId);
    await app.app.get(SessionEndings).end(sessionId, 'signed_out');
    return { authorization: `Bearer ${accessToken}` };
  };

  const call = async ({ method, path }: Route, headers: Headers): Promise<string> => {
    const request: TestRequest = ['GET', 'DELETE'].includes(method) ? { headers } : { headers, body: {} };
    const { status, body } = await app.http<{ code?: string }>(method, path, request);
    return body.code && TURNED_AWAY.includes(body.code) ? `${status} ${body.code}` : LET_IN;
  };
  /** Ids are random: whether a caller is let in is settled before anything is looked up. */
  const filled = (route: Route): Route => ({
    ...route,
    path: route.path.replace(/:(\w+)/g, (_, name) =>
      name === route.workspaceParameter ? owner.workspaceId : name === 'slug' ? 'customer-service' : uuidv7(),
    ),
  });
  const compare = async (caller: Caller, expected: (policy: RoutePolicy) => string) => {
    const [actual, wanted]: Record<string, string>[] = [{}, {}];
    for (const route of routes) {
      const name = `${route.method} ${route.path}`;
      actual![name] = await call(filled(route), await caller());
      wanted![name] = route.policy ? expected(route.policy) : 'a stated policy';
    }
    expect(actual).toEqual(wanted);
  };
  const openToAll = ({ allows }: RoutePolicy) => allows === 'everybody';
  const openTo = (policy: RoutePolicy, role: 'owner' | 'member' | 'admin') =>
    policy.allows === 'roles' ? policy.roles.includes(role) : role !== 'admin' || openToAll(policy);

  it('covers every route, and every route says who may call it', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ policy }) => !policy).map(({ path }) => path)).toEqual([]);
  });

  it('is what OpenAPI tells', async () => {
    const { body } = await app.http<OpenAPIObject>('GET', '/docs/openapi.json');
    const told = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => [
        `${method.toUpperCase()} ${path.replace('/api/v1', '').replace(/\{(\w+)\}/g, ':$1')}`,
        (operation as { 'x-roles'?: string[] })['x-roles'],
      ]),
    );
    const stated = routes.map(({ method, path, policy }) => [`${method} ${path}`, rolesIn(policy)]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(stated));
  });

  it('turns the anonymous away from all that is not public', async () => {
    await compare(anonymous, (policy) => (openToAll(policy) ? LET_IN : '401 not_authenticated'));
  });

  it('turns a revoked session away from all that is not public', async () => {
    await compare(revoked, (policy) => (openToAll(policy) ? LET_IN : '401 session_ended'));
  });

  it('lets an owner in where owners may', async () => {
    await compare(theOwner, (policy) => (openTo(policy, 'owner') ? LET_IN : '403 forbidden'));
  });

  it('lets a member in where members may', async () => {
    await compare(theMember, (policy) => (openTo(policy, 'member') ? LET_IN : '403 forbidden'));
  });

  it('lets the administrator in where administrators may, and into no workspace', async () => {
    await compare(theAdministrator, (policy) => (openTo(policy, 'admin') ? LET_IN : '403 forbidden'));
  });

  it('lets nobody choose a workspace that is not theirs', async () => {
    await compare(outside, (policy) => (openToAll(policy) ? LET_IN : '403 not_a_member'));
  });

  it('lets nobody in by a malformed choice of workspace', async () => {
    for (const route of routes.filter(({ policy }) => policy && !openToAll(policy))) {
      const headers = { ...(await theOwner()), 'x-workspace-id': "' OR 1=1" };
      const { method, path } = filled(route);
      expect({ path, status: (await app.http(method, path, { headers })).status }).toEqual({
        path,
        status: 400,
      });
    }
  });

  it('shows a stranger no workspace by its path', async () => {
    for (const route of routes.filter(({ workspaceParameter }) => workspaceParameter)) {
      const { method, path } = filled(route);
      const headers = await signedIn(() => stranger)();
      const { status, body } = await app.http(method, path, {
        headers,
        ...(method === 'PATCH' && { body: {} }),
      });
      expect({ path, status, code: body.code }).toEqual({ path, status: 404, code: 'not_found' });
    }
  });
});

function rolesIn(policy: RoutePolicy | undefined): readonly string[] | undefined {
  if (policy?.allows === 'roles') return policy.roles;
  return policy && [policy.allows === 'everybody' ? 'public' : policy.allows];
}
