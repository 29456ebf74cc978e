import { type OpenAPIObject } from '@nestjs/swagger';
import { CreateApiKey } from '../../src/contexts/identity/commands/create-api-key.command';
import { SessionEndings } from '../../src/contexts/identity/commands/session-endings';
import { SessionGrants } from '../../src/contexts/identity/commands/session-grants';
import { uuidv7 } from '../../src/kernel/ids';
import { CommandBus } from '@nestjs/cqrs';
import { Database, NO_TENANT, type Scope as DataScope } from '../../src/platform/database/database';
import { sql, type Statement } from '../../src/platform/database/sql';
import { type RoutePolicy } from '../../src/platform/security/route-policy';
import { type Scope, SCOPES } from '../../src/platform/security/scopes';
import { startTestApp, type TestApp, type TestRequest } from '../support/app';
import { failureCode } from '../support/failure-code';
import { type Route, routesOf } from '../support/routes';

/** What only the guards say: any other answer means that the caller was let in, however it went on. */
const TURNED_AWAY = new Set([
  'not_authenticated',
  'session_ended',
  'invalid_api_key',
  'api_key_expired',
  'forbidden',
  'not_a_member',
  'scope_missing',
  'second_factor_required',
  'recent_sign_in_required',
  'workspace_suspended',
]);
const LET_IN = 'let in';
const MACHINES = ['service', 'agent'] as const;
const LONG_AGO = '6 minutes';

interface Person {
  readonly userId: string;
  readonly workspaceId: string;
}
type Headers = Record<string, string>;
/** Fresh for every request, because a request may end the session that it is made with. */
type Caller = (route: Route) => Promise<Headers>;
type Expected = (route: Route & { policy: RoutePolicy }) => string;

jest.setTimeout(60_000);

describe('The authorization matrix', () => {
  let app: TestApp;
  let routes: Route[];
  let owner: Person;
  let member: Person;
  let stranger: Person;
  let suspended: Person;
  let strict: Person;
  let administrator: Person;

  beforeAll(async () => {
    app = await startTestApp();
    routes = routesOf(app.app);
    const names = ['owner', 'member', 'stranger', 'suspended', 'strict', 'administrator'];
    const people = await Promise.all(names.map(signUp));
    [owner, member, stranger, suspended, strict, administrator] = people as [
      Person,
      Person,
      Person,
      Person,
      Person,
      Person,
    ];
    await write(
      suspended.workspaceId,
      sql`UPDATE tenancy.workspaces SET suspended_at = now() WHERE workspace_id = ${suspended.workspaceId}`,
    );
    await write(
      strict.workspaceId,
      sql`UPDATE tenancy.workspaces SET settings = '{"requireSecondFactor": true}'
          WHERE workspace_id = ${strict.workspaceId}`,
    );
    await write(
      administrator.workspaceId,
      sql`DELETE FROM tenancy.members WHERE user_id = ${administrator.userId}`,
    );
    await write(
      NO_TENANT,
      sql`UPDATE identity.users SET is_administrator = true WHERE id = ${administrator.userId}`,
    );
  });
  afterAll(() => app.stop());

  const write = (scope: DataScope, statement: Statement) => app.app.get(Database).query(scope, statement);
  const signUp = async (name: string): Promise<Person> => {
    const account = { email: `${name}@example.com`, password: 'nineteen cautious lanterns', name };
    const { body } = await app.http<{ user: { id: string }; workspaceId: string }>(
      'POST',
      '/auth/onboarding',
      {
        body: { ...account, workspaceName: name },
      },
    );
    return { userId: body.user.id, workspaceId: body.workspaceId };
  };
  const session = async ({ userId, workspaceId }: Person, { isStrong = false, age = '0 seconds' } = {}) => {
    const device = { userAgent: null, address: null };
    const standing = { workspaceId, role: null };
    const grant = await app.app
      .get(SessionGrants)
      .open({ userId, securityVersion: 1 }, standing, device, { isStrong });
    await write(
      NO_TENANT,
      sql`UPDATE identity.sessions SET authenticated_at = now() - ${age}::interval WHERE id = ${grant.sessionId}`,
    );
    return grant;
  };
  /** Signed in a while ago: so that nothing for which that is too long ago happens to the people of this suite. */
  const signedIn =
    (person: () => Person, more: Headers | (() => Headers) = {}, isStrong = false): Caller =>
    async () => ({
      authorization: `Bearer ${(await session(person(), { isStrong, age: LONG_AGO })).accessToken}`,
      ...(typeof more === 'function' ? more() : more),
    });
  const makeKey = async (person: Person, role: string, scopes: readonly Scope[], id = uuidv7()) => {
    const form = { name: 'Key', role, scopes, expiresAt: new Date(Date.now() + 60_000) };
    const command = new CreateApiKey(person.workspaceId, id, person.userId, form);
    return { id, headers: { 'x-api-key': await app.app.get(CommandBus).execute(command) } };
  };
  /** One key for all routes, as long as nothing on the way revokes it. */
  const holding = (person: () => Person, role: string, scopes: readonly Scope[] = SCOPES): Caller => {
    let made: ReturnType<typeof makeKey> | undefined;
    return async () => (await (made ??= makeKey(person(), role, scopes))).headers;
  };

  const anonymous: Caller = () => Promise.resolve({});
  const theOwner = signedIn(() => owner);
  const theMember: Caller = async (route) => {
    // One of the routes is that by which a member leaves.
    await write(
      owner.workspaceId,
      sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
          VALUES (${owner.workspaceId}, ${member.userId}, 'member', now()) ON CONFLICT DO NOTHING`,
    );
    return signedIn(() => ({ ...member, workspaceId: owner.workspaceId }))(route);
  };
  const theAdministrator: Caller = () => Promise.resolve({ 'x-api-key': app.runtime.adminKey });
  const outside = signedIn(
    () => owner,
    () => ({ 'x-workspace-id': stranger.workspaceId }),
  );
  const revoked: Caller = async () => {
    const { accessToken, sessionId } = await session(owner);
    await app.app.get(SessionEndings).end(sessionId, 'signed_out');
    return { authorization: `Bearer ${accessToken}` };
  };

  const call = async ({ method, path }: Route, headers: Headers): Promise<string> => {
    const request: TestRequest = ['GET', 'DELETE'].includes(method) ? { headers } : { headers, body: {} };
    const { status, body } = await app.http<{ code?: string }>(method, path, request);
    const code = failureCode(body);
    return code && TURNED_AWAY.has(code) ? `${status} ${code}` : LET_IN;
  };
  /** Ids are random: whether a caller is let in is settled before anything is looked up. */
  const filled = (route: Route, { workspaceId }: Person): Route => ({
    ...route,
    path: route.path.replace(/:(\w+)/g, (_, name) =>
      name === route.workspaceParameter ? workspaceId : name === 'slug' ? 'customer-service' : uuidv7(),
    ),
  });
  const compare = async (caller: Caller, expected: Expected, at: Person = owner) => {
    const [actual, wanted]: Record<string, string>[] = [{}, {}];
    for (const route of routes) {
      const name = `${route.method} ${route.path}`;
      const { policy } = route;
      actual![name] = await call(filled(route, at), await caller(route));
      wanted![name] = policy ? expected({ ...route, policy }) : 'a stated policy';
    }
    expect(actual).toEqual(wanted);
  };
  const openToAll = ({ policy }: Route) => policy?.allows === 'everybody';
  const personal = ({ policy }: Route) => policy?.allows === 'signed-in';
  const admits = ({ policy }: Route, role: string) =>
    policy?.allows === 'roles' && (policy.roles as readonly string[]).includes(role);
  /** A person whose sign-in is a while ago. */
  const letInUnlessLongAgo = (route: Route) =>
    route.needsRecentSignIn ? '403 recent_sign_in_required' : LET_IN;
  const asPerson =
    (role: string, otherwise: (route: Route) => string = () => '403 forbidden'): Expected =>
    (route) => {
      if (openToAll(route)) return LET_IN;
      return personal(route) || admits(route, role) ? letInUnlessLongAgo(route) : otherwise(route);
    };
  const asMachine =
    (role: string, verdict = LET_IN): Expected =>
    (route) =>
      openToAll(route) ? LET_IN : admits(route, role) ? verdict : '403 forbidden';
  const unlessOpen =
    (verdict: string): Expected =>
    (route) =>
      openToAll(route) ? LET_IN : verdict;

  it('covers every route, and every route says who may call it [A1 TE-24]', () => {
    expect(routes.length).toBeGreaterThan(35);
    expect(routes.filter(({ policy }) => !policy).map(({ path }) => path)).toEqual([]);
  });

  it('finds a scope on every route that admits machines, and on no other [A1 ID-33]', () => {
    const admitting = routes.filter((route) => MACHINES.some((role) => admits(route, role)));
    expect(admitting.length).toBeGreaterThan(10);
    expect(admitting.filter(({ scope }) => !scope).map(({ method, path }) => `${method} ${path}`)).toEqual(
      [],
    );
    const others = routes.filter((route) => route.scope && !admitting.includes(route));
    expect(others.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('is what OpenAPI tells [A1]', async () => {
    const { body } = await app.http<OpenAPIObject>('GET', '/docs/openapi.json');
    const told = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => {
        const stated = operation as { 'x-roles'?: string[]; 'x-scope'?: string };
        return [
          `${method.toUpperCase()} ${path.replace('/api/v1', '').replace(/\{(\w+)\}/g, ':$1')}`,
          { roles: stated['x-roles'], scope: stated['x-scope'] },
        ];
      }),
    );
    const stated = routes.map(({ method, path, policy, scope }) => [
      `${method} ${path}`,
      { roles: rolesIn(policy), scope },
    ]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(stated));
  });

  it('turns the anonymous away from all that is not public [A2 TE-24]', async () => {
    await compare(anonymous, unlessOpen('401 not_authenticated'));
  });

  it('turns a revoked session away from all that is not public [A2]', async () => {
    await compare(revoked, unlessOpen('401 session_ended'));
  });

  it('lets an owner in where owners may, and asks who it is before the gravest acts [A2 TE-09 TE-10]', async () => {
    await compare(theOwner, asPerson('owner'));
  });

  it('lets who has just signed in do the gravest acts, too [A2 7.5.1]', async () => {
    const gravest = routes.filter(({ needsRecentSignIn }) => needsRecentSignIn);
    expect(gravest.length).toBeGreaterThan(2);
    for (const route of gravest) {
      const somebody = await signUp(`somebody-${uuidv7()}`);
      await write(
        NO_TENANT,
        sql`UPDATE identity.users SET is_administrator = true WHERE id = ${somebody.userId}`,
      );
      const { accessToken } = await session(somebody, { isStrong: true });
      const verdict = await call(filled(route, somebody), { authorization: `Bearer ${accessToken}` });
      expect({ route: route.path, verdict }).toEqual({ route: route.path, verdict: LET_IN });
    }
  });

  it('lets a member in where members may [A2 TE-09]', async () => {
    await compare(theMember, asPerson('member'));
  });

  it('lets the administrator’s key in where administrators may, and into no workspace [A2 ID-31]', async () => {
    await compare(theAdministrator, asMachine('admin'));
  });

  it('lets an administrator in person in where administrators may, with a second factor [A2 ID-31]', async () => {
    await compare(
      signedIn(() => administrator, {}, true),
      asPerson('admin', () => '403 not_a_member'),
    );
  });

  it('lets an administrator in person in nowhere near without a second factor [A2 ID-31]', async () => {
    await compare(
      signedIn(() => administrator),
      (route) =>
        admits(route, 'admin')
          ? '403 second_factor_required'
          : asPerson('nobody', () => '403 not_a_member')(route),
    );
  });

  it.each(MACHINES)(
    'lets a key for a %s in where its role may, with all scopes [A2 A12 ID-33]',
    async (role) => {
      await compare(
        holding(() => owner, role),
        asMachine(role),
      );
    },
  );

  it.each(MACHINES)(
    'turns a key for a %s away that has all scopes but the needed one [A2 A12]',
    async (role) => {
      const keys = new Map(
        SCOPES.map((scope) => {
          const others = SCOPES.filter((other) => other !== scope);
          return [scope, holding(() => owner, role, others)];
        }),
      );
      await compare(
        (route) => keys.get(route.scope ?? SCOPES[0])!(route),
        asMachine(role, '403 scope_missing'),
      );
    },
  );

  it('turns an expired key away from all that is not public [A2 A12]', async () => {
    const { id, headers } = await makeKey(owner, 'service', SCOPES);
    await write(owner.workspaceId, sql`UPDATE identity.api_keys SET expires_at = now() WHERE id = ${id}`);
    await compare(() => Promise.resolve(headers), unlessOpen('401 api_key_expired'));
  });

  it('turns a revoked key away from all that is not public [A2 A12]', async () => {
    const { id, headers } = await makeKey(owner, 'service', SCOPES);
    await write(owner.workspaceId, sql`UPDATE identity.api_keys SET revoked_at = now() WHERE id = ${id}`);
    await compare(() => Promise.resolve(headers), unlessOpen('401 invalid_api_key'));
  });

  it('lets nobody choose a workspace that is not theirs [A2 TE-08]', async () => {
    await compare(outside, unlessOpen('403 not_a_member'));
  });

  it('lets no key choose a workspace that is not its own [A2 TE-08]', async () => {
    const key = holding(() => stranger, 'service');
    const abroad: Caller = async (route) => ({ ...(await key(route)), 'x-workspace-id': owner.workspaceId });
    await compare(abroad, unlessOpen('403 not_a_member'));
  });

  it('lets nobody into a suspended workspace, and its people keep what is their own [A2]', async () => {
    const verdict: Expected = (route) =>
      openToAll(route) ? LET_IN : personal(route) ? letInUnlessLongAgo(route) : '403 workspace_suspended';
    await compare(
      signedIn(() => suspended),
      verdict,
      suspended,
    );
    await compare(
      holding(() => suspended, 'service'),
      (route) => (openToAll(route) ? LET_IN : personal(route) ? '403 forbidden' : '403 workspace_suspended'),
      suspended,
    );
  });

  it('lets nobody without a second factor into a workspace that asks for it [A2 6.3.3]', async () => {
    await compare(
      signedIn(() => strict),
      (route) => (route.policy.allows === 'roles' ? '403 second_factor_required' : asPerson('owner')(route)),
      strict,
    );
    await compare(
      signedIn(() => strict, {}, true),
      asPerson('owner'),
      strict,
    );
    await compare(
      holding(() => strict, 'service'),
      asMachine('service'),
      strict,
    );
  });

  it('lets nobody in by a malformed choice of workspace [TE-08]', async () => {
    for (const route of routes.filter((one) => !openToAll(one))) {
      const headers = { ...(await theOwner(route)), 'x-workspace-id': "' OR 1=1" };
      const { method, path } = filled(route, owner);
      expect({ path, status: (await app.http(method, path, { headers })).status }).toEqual({
        path,
        status: 400,
      });
    }
  });

  it('shows a stranger no workspace by its path, and no stranger’s key [A3 TE-26]', async () => {
    const strangers = [signedIn(() => stranger, {}, true), holding(() => stranger, 'service')];
    for (const route of routes.filter(({ workspaceParameter }) => workspaceParameter)) {
      for (const one of strangers) {
        const { method, path } = filled(route, owner);
        const request = { headers: await one(route), ...(/POST|PUT|PATCH/.test(method) && { body: {} }) };
        const { status, body } = await app.http(method, path, request);
        expect({ path, status, code: body.code }).toEqual({ path, status: 404, code: 'not_found' });
      }
    }
  });
});

function rolesIn(policy: RoutePolicy | undefined): readonly string[] | undefined {
  if (policy?.allows === 'roles') return policy.roles;
  return policy && [policy.allows === 'everybody' ? 'public' : policy.allows];
}
