import { uuidv7 } from '../../src/kernel/ids';
import { Cache, type CacheKind } from '../../src/platform/cache/cache';
import { encodeCursor } from '../../src/platform/http/page';
import { failureCode } from '../support/failure-code';
import { EverythingStored } from '../platform/everything-stored';
import { fittingObject } from '../property/fitting-values';
import { type Json, type OpenApi, type Operation, operationsOf, resolved } from '../property/operations';
import { startTestApp, type TestApp } from '../support/app';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';
import { LogLines } from '../support/log-lines';
import { mailsOf } from '../support/mailbox';
import { type Route, routesOf } from '../support/routes';
import { bury } from './bury';
import { furnish, QUESTION } from './furnish';
import { foreignPaths, ownPath, withoutMeaning } from './routes-for';
import { Tenant, type Told } from './tenant';

const mockLog = new LogLines();
jest.mock('../../src/platform/telemetry/logging/logger', () => ({
  ...jest.requireActual<object>('../../src/platform/telemetry/logging/logger'),
  standardOutput: () => mockLog,
}));

interface Recalled {
  readonly key: string;
  readonly value: string;
}

jest.setTimeout(90_000);

/** Each is the other's thief; all that one gets to see is searched for the other's words at the end. */
describe('Two tenants', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let stored: EverythingStored;
  let routes: Route[];
  let document: OpenApi;
  let pairs: [thief: Tenant, victim: Tenant][];
  const recalled: Recalled[] = [];

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    app = await startTestApp({
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: openAi.baseUrl,
      LOG_LEVEL: 'trace',
    });
    watchCache(app.app.get(Cache), recalled);
    stored = await EverythingStored.of(app.ownerUrl);
    routes = routesOf(app.app);
    document = (await app.http<OpenApi>('GET', '/docs/openapi.json')).body;
    const [alfa, bravo] = [await Tenant.signUp(app, 'alfa'), await Tenant.signUp(app, 'bravo')];
    await Promise.all([furnish(alfa), furnish(bravo)]);
    await Promise.all([bury(app, alfa), bury(app, bravo)]);
    pairs = [
      [alfa, bravo],
      [bravo, alfa],
    ];
  });
  afterAll(async () => {
    await stored.close();
    await app.stop();
    await openAi.stop();
  });

  /** They differ in nothing but their words: where every route is tried, one of them is thief enough. */
  const oneWay = () => pairs.slice(0, 1);
  const admits = ({ policy }: Route) =>
    policy?.allows === 'signed-in' || (policy?.allows === 'roles' && policy.roles.includes('owner'));
  /** What is told apart from which path and which request it was. */
  const told = ({ status, body }: Told) => ({ status, ...body, instance: '', requestId: '' });
  const bodyFor = ({ method, path }: Route): Record<string, Json> | undefined => {
    if (['GET', 'DELETE'].includes(method)) return undefined;
    const name = `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;
    const schema = operationsOf(document).find((one) => one.name === name)?.body;
    return schema ? fittingObject(document, schema) : {};
  };
  it('each find their own words wherever they read, search, ask and stream', async () => {
    for (const [tenant] of pairs) {
      for (const route of routes.filter((one) => one.method === 'GET' && admits(one))) {
        const path = ownPath(route, tenant);
        if (path) await tenant.ask('GET', path);
      }
      await tenant.get('POST', '/knowledge/search', { query: QUESTION });
    }
    const body = { message: QUESTION, stream: true };
    const streams = Array.from({ length: 10 }, () =>
      pairs.map(([tenant]) => tenant.ask('POST', '/agents/customer-service/run', { body })),
    );
    for (const { status } of await Promise.all(streams.flat())) expect(status).toBe(200);
    for (const [tenant] of pairs) {
      const own = new Set(tenant.recorder.leaksOf(tenant.canaries).map((leak) => leak.split(' in ')[0]));
      expect(tenant.canaries.size - own.size).toBeLessThan(3);
    }
  });

  it('learn from a foreign id in a path what they learn from none, and change nothing by it [T1 A3 TE-26]', async () => {
    for (const [thief, victim] of oneWay()) {
      await stored.settled();
      const before = await stored.printsOf(victim.workspaceId);
      const known = [...new Set(Object.values(victim.ids))];
      for (const route of routes) {
        const body = bodyFor(route);
        for (const path of foreignPaths(route, thief, victim)) {
          const foreign = await thief.ask(route.method, path, { body });
          const none = await thief.ask(route.method, withoutMeaning(path, known, uuidv7()), { body });
          expect({ path, ...told(foreign) }).toEqual({ path, ...told(none) });
          if (admits(route)) expect({ path, status: foreign.status }).toEqual({ path, status: 404 });
        }
      }
      await stored.settled();
      expect(await stored.printsOf(victim.workspaceId)).toEqual(before);
    }
  });

  it('learn from a foreign id in a body or a query what they learn from none [T1 A3]', async () => {
    const isId = (name: string, { body }: Operation) =>
      resolved(document, body!).properties?.[name]?.format === 'uuid';
    for (const [thief, victim] of oneWay()) {
      for (const operation of operationsOf(document).filter(({ body }) => body)) {
        const path = operation.path
          .replace('/api/v1', '')
          .replace('{id}', thief.workspaceId)
          .replace('{slug}', 'customer-service')
          .replace(/\{\w+\}/, uuidv7());
        const whole = fittingObject(document, operation.body!);
        for (const name of Object.keys(whole).filter((field) => isId(field, operation))) {
          for (const id of idsCalled(name, victim)) {
            const email = whole.email && { email: `${uuidv7()}@example.com` };
            const send = (value: string) =>
              thief.ask(operation.method, path, { body: { ...whole, ...email, [name]: value } });
            const [foreign, none] = [await send(id), await send(uuidv7())];
            const where = `${operation.name} ${name}`;
            expect({ where, status: foreign.status }).toEqual({ where, status: none.status });
            if (foreign.status >= 400) expect(told(foreign)).toEqual(told(none));
          }
        }
      }
      for (const route of routes.filter((one) => one.method === 'GET' && admits(one))) {
        const path = ownPath(route, thief);
        if (!path) continue;
        for (const name of ['cursor', 'actorId', 'workspaceId', 'q']) {
          const id = idsCalled(name, victim)[0]!;
          await thief.ask('GET', `${path}?${name}=${name === 'cursor' ? encodeCursor(id) : id}`);
        }
      }
    }
  });

  it('cannot choose the other’s workspace, and are told the same as of one that is not [T1 TE-08]', async () => {
    for (const [thief, victim] of pairs) {
      for (const route of routes) {
        const path = ownPath(route, thief) ?? route.path.replace(/:\w+/g, uuidv7());
        const body = ['GET', 'DELETE'].includes(route.method) ? undefined : {};
        const choose = (id: string) =>
          thief.ask(route.method, path, { body, headers: { 'x-workspace-id': id } });
        const [foreign, none] = [await choose(victim.workspaceId), await choose(uuidv7())];
        const where = `${route.method} ${path}`;
        if (route.policy?.allows === 'everybody') continue;
        expect({ where, ...told(foreign) }).toEqual({ where, ...told(none) });
        expect({ where, code: failureCode(foreign.body) }).toEqual({ where, code: 'not_a_member' });
      }
    }
  });

  it('cannot tell by the clock whether something is there [A3]', async () => {
    const [thief, victim] = pairs[0]!;
    const paths = [
      '/knowledge/documents',
      '/knowledge/ingestions',
      '/conversations',
      '/agent/runs',
      '/workspaces',
    ];
    for (const path of paths) {
      const [foreign, none] = await timed(
        () => thief.ask('GET', `${path}/${victim.ids[path]}`),
        () => thief.ask('GET', `${path}/${uuidv7()}`),
      );
      const gap = Math.abs(foreign - none);
      expect({ path, gap: gap > Math.max(3, none / 10) ? gap : 0 }).toEqual({ path, gap: 0 });
    }
  });

  it('share no cached answer [T3]', () => {
    const holding = pairs.map(([tenant]) => {
      const held = recalled.filter(({ value }) => tenant.canaries.foundIn(value).length > 0);
      const strays = held.filter(({ key }) => !tenant.marks.some((mark) => key.includes(mark)));
      expect(strays).toEqual([]);
      return held.length;
    });
    expect(Math.min(...holding)).toBeGreaterThan(0);
  });

  it('put no words of theirs into jobs, nor into metrics [T3 A13]', async () => {
    const jobs = (await stored.rows()).filter(({ table }) => table.startsWith('bullmq.'));
    expect(jobs.length).toBeGreaterThan(0);
    const headers = { 'x-api-key': app.runtime.adminKey };
    const metrics = await app.http<string>('GET', '/observability/metrics', { headers });
    expect(metrics.status).toBe(200);
    for (const [{ canaries }] of pairs) {
      expect(jobs.flatMap(({ text }) => canaries.foundIn(text))).toEqual([]);
      expect(canaries.foundIn(metrics.body)).toEqual([]);
    }
  });

  it('are metered each for themselves [TE-17]', async () => {
    for (const [tenant] of pairs) {
      type Run = { id: string; usage: { inputTokens: number } };
      const { data } = await tenant.get<{ data: Run[] }>('GET', '/agent/runs?limit=100');
      const runs = await stored.query<{ id: string }>('SELECT id FROM agent.runs WHERE workspace_id = $1', [
        tenant.workspaceId,
      ]);
      expect(data.map(({ id }) => id).sort()).toEqual(runs.map(({ id }) => id).sort());
      expect(data.filter(({ usage }) => usage.inputTokens > 0).length).toBeGreaterThan(10);
    }
  });

  it('have got no word of each other by any way [T1 T3 TE-26]', async () => {
    await stored.settled();
    for (const [tenant, other] of pairs) {
      const modelRequests = openAi.requests.filter(({ headers }) =>
        String(headers['x-request-id']).startsWith(`${tenant.name}.`),
      );
      const mails = mailsOf(app).filter(({ to }) => tenant.canaries.foundIn(to).length > 0);
      const lines = mockLog.about(tenant.marks);
      tenant.recorder.note('a request to the model', ...modelRequests.map(({ body }) => body));
      tenant.recorder.note('a mail', ...mails.map(({ subject, text, html }) => subject + text + html));
      tenant.recorder.note('the log', ...lines);
      expect([modelRequests.length > 10, mails.length > 0, lines.length > 100]).toEqual([true, true, true]);
      expect(tenant.recorder.size).toBeGreaterThan(1_000);
      expect(tenant.recorder.leaksOf(other.canaries)).toEqual([]);
    }
  });
});

/** Those that a field of this name would hold; all of them, where the name does not tell. */
function idsCalled(name: string, { ids, userId, workspaceId }: Tenant): string[] {
  const known: Record<string, string | undefined> = {
    userId,
    actorId: userId,
    workspaceId,
    conversationId: ids['/conversations'],
    cursor: ids['/knowledge/documents'],
  };
  return known[name] ? [known[name]] : [...new Set(Object.values(ids))];
}

function watchCache(cache: Cache, recalled: Recalled[]): void {
  const recall = cache.recall.bind(cache);
  jest.spyOn(cache, 'recall').mockImplementation(async (kind: CacheKind<unknown>, key, load) => {
    const value = await recall(kind, key, load);
    recalled.push({ key, value: JSON.stringify(value) ?? '' });
    return value;
  });
}

/** Taken in turns, so that whatever else the machine does befalls both alike. */
async function timed(...ways: readonly (() => Promise<unknown>)[]): Promise<[number, number]> {
  const times: number[][] = ways.map(() => []);
  for (let round = 0; round < 60; round++) {
    for (const [index, way] of ways.entries()) {
      const start = performance.now();
      await way();
      times[index]!.push(performance.now() - start);
    }
  }
  return times.map((all) => all.sort((a, b) => a - b)[all.length / 2]!) as [number, number];
}
