import { uuidv7 } from '../../src/kernel/ids';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { type Route, routesOf } from '../support/routes';

/** Says that a resource exists, to whom it does not belong to: nothing may. */
interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly instance: string;
  readonly requestId: string;
}

describe('A resource of another workspace', () => {
  let app: TestApp;
  let owner: string;
  let stranger: string;
  /** The route that shows it, and its id; a new kind of resource has to be added here. */
  let resources: Record<string, string>;
  let routes: Route[];

  beforeAll(async () => {
    app = await startTestApp();
    [owner, stranger] = await Promise.all([signUp('owner'), signUp('stranger')]);
    resources = await makeResources();
    routes = routesOf(app.app).filter(
      ({ path, policy, workspaceParameter }) =>
        /:\w*id/i.test(path) &&
        !workspaceParameter &&
        policy?.allows === 'roles' &&
        policy.roles.includes('owner'),
    );
  });
  afterAll(() => app.stop());

  const signUp = async (name: string): Promise<string> => {
    const account = { email: `${name}@example.com`, password: 'nineteen cautious lanterns', name };
    const { body } = await app.http<{ accessToken: string }>('POST', '/auth/onboarding', {
      body: { ...account, workspaceName: name },
    });
    return body.accessToken;
  };
  const send = <B = Problem>(token: string, method: string, path: string, body?: unknown) =>
    app.http<B>(method, path, { token, body });

  async function makeResources(): Promise<Record<string, string>> {
    const documents = [
      { title: 'Opening hours', content: 'The shop is open from nine to five on every weekday.' },
    ];
    const { body: ingested } = await send<{ ingestionId: string }>(
      owner,
      'POST',
      '/agents/customer-service/ingest',
      { documents },
    );
    const documentId = await eventually(async () => {
      const { body } = await send<{ data: { id: string }[] }>(owner, 'GET', '/knowledge/documents');
      expect(body.data).toHaveLength(1);
      return body.data[0]!.id;
    });
    const { body: run } = await send<{ runId: string; conversationId: string }>(
      owner,
      'POST',
      '/agents/customer-service/run',
      { message: 'When is the shop open?' },
    );
    return {
      '/knowledge/ingestions/:id': ingested.ingestionId,
      '/knowledge/documents/:id': documentId,
      '/conversations/:id': run.conversationId,
      '/agent/runs/:id': run.runId,
    };
  }

  const at = ({ path }: Route, id: string) => path.replace(':id', id);
  const idFor = ({ path }: Route) => resources[path.replace(/:id.*/, ':id')];
  const told = (problem: Problem) => ({ ...problem, instance: '', requestId: '' });

  it('is known to this suite for every route that names one', () => {
    expect(routes.length).toBeGreaterThan(5);
    expect(routes.filter((route) => !idFor(route)).map(({ path }) => path)).toEqual([]);
  });

  it('is answered like one that does not exist, whatever is asked of it [TE-24 TE-26 A3 8.2.2]', async () => {
    for (const route of routes) {
      const body = ['GET', 'DELETE'].includes(route.method) ? undefined : {};
      const foreign = await send(stranger, route.method, at(route, idFor(route)!), body);
      const none = await send(stranger, route.method, at(route, uuidv7()), body);
      expect({ route: route.path, status: foreign.status }).toEqual({
        route: route.path,
        status: none.status,
      });
      expect(foreign).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(told(foreign.body)).toEqual(told(none.body));
    }
  });

  it('is there for its owner, and untouched', async () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const { status } = await send(owner, 'GET', at(route, idFor(route)!));
      expect({ route: route.path, status }).toEqual({ route: route.path, status: 200 });
    }
  });
});
