import { CommandBus } from '@nestjs/cqrs';
import { MakeForm } from '../../src/contexts/agent/commands/make-form.command';
import { uuidv7 } from '../../src/kernel/ids';
import { Database } from '../../src/platform/database/database';
import { MailRequested } from '../../src/platform/mail/mail-requested.event';
import { sql } from '../../src/platform/database/sql';
import { deadLetter } from '../../src/platform/outbox/dead-letter';
import { AggregateStore } from '../../src/platform/outbox/aggregate-store';
import { requestWebhook } from '../../src/platform/webhooks/webhook-request';
import { aForm, EVERY_VALUE } from '../agent/forms';
import { upload } from '../knowledge/upload';
import { startTestApp, type TestApp } from '../support/app';
import { someExamples } from '../knowledge/training';
import { eventually } from '../support/eventually';
import { type Route, routesOf } from '../support/routes';

/** Says that a resource exists, to whom it does not belong to: nothing may. */
interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly instance: string;
  readonly requestId: string;
}

/** What the form of a route needs, before anybody looks for the resource. */
const BODIES: Readonly<Record<string, object>> = {
  'PUT /knowledge/documents/:id': { content: 'Taken over.' },
  'POST /evals/datasets/:id/cases/from-run': { runId: uuidv7() },
  'POST /agent/runs/:id/feedback': { rating: 'unhelpful' },
};

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
    const { body: uploaded } = await upload(app, owner, {
      bytes: 'The shop is open from nine to five on every weekday.',
      name: 'Opening hours.txt',
    });
    const { ingestionId, documentId } = uploaded;
    await eventually(async () => {
      const { body } = await send<{ status: string }>(owner, 'GET', `/knowledge/documents/${documentId}`);
      expect(body.status).toBe('ready');
    });
    const { body: run } = await send<{ runId: string; conversationId: string }>(
      owner,
      'POST',
      '/agents/customer-service/run',
      { message: 'When is the shop open?' },
    );
    return {
      '/webhooks/deliveries/:id': await makeWebhook(),
      '/knowledge/ingestions/:id': ingestionId,
      '/knowledge/documents/:id': documentId,
      ...(await makeTraining()),
      ...(await makeEvals()),
      '/conversations/:id': run.conversationId,
      '/agent/runs/:id': run.runId,
      '/forms/:id': await makeForm(run),
      ...(await makeTools(run)),
      '/dlq/:id': await makeDeadLetter(),
      ...(await makeChannels()),
    };
  }

  async function makeChannels(): Promise<Record<string, string>> {
    const page = { kind: 'web', name: 'Page', agent: 'customer-service' };
    const { body: channel } = await send<{ id: string }>(owner, 'POST', '/channels', page);
    const message = { provider: 'test', providerMessageId: '1', from: 'Ada', text: 'When is the shop open?' };
    const { body: taken } = await send<{ eventId: string }>(owner, 'POST', '/ingest/chat', message);
    return { '/channels/:id': channel.id, '/ingest/events/:id': taken.eventId };
  }

  /** Nobody trains here: there is no provider. */
  async function makeTraining(): Promise<Record<string, string>> {
    const body = { name: 'Answers', examples: someExamples() };
    const { body: set } = await send<{ id: string }>(owner, 'POST', '/knowledge/training-sets', body);
    const id = uuidv7();
    const workspaceId = await workspaceOf(owner);
    const row = sql`
      INSERT INTO knowledge.fine_tunings (workspace_id, id, training_set_id, base_model, status)
      VALUES (${workspaceId}, ${id}, ${set.id}, 'gpt-4o-mini', 'cancelled')`;
    await app.app.get(Database).query(workspaceId, row);
    return { '/knowledge/training-sets/:id': set.id, '/knowledge/fine-tunings/:id': id };
  }

  /** With a file, and submitted. */
  async function makeForm(run: { runId: string; conversationId: string }): Promise<string> {
    const form = aForm(run);
    await app.app.get(CommandBus).execute(new MakeForm(await workspaceOf(owner), form));
    const { status } = await send(owner, 'POST', `/forms/${form.id}/submissions`, { values: EVERY_VALUE });
    expect(status).toBe(201);
    return form.id;
  }

  /** No agent has asked for approval of anything: it would take a model. */
  async function makeTools(run: { runId: string; conversationId: string }): Promise<Record<string, string>> {
    const { body: task } = await send<{ id: string }>(owner, 'POST', '/tasks', { title: 'Open the shop' });
    const { body: tool } = await send<{ id: string }>(owner, 'POST', '/tools', {
      name: 'order_status',
      description: 'Looks up where an order is.',
      method: 'GET',
      url: 'https://api.example.com/orders',
      inputSchema: { type: 'object', properties: {} },
    });
    const approvalId = uuidv7();
    const workspaceId = await workspaceOf(owner);
    const row = sql`
      INSERT INTO agent.approvals (workspace_id, id, run_id, step, arguments_hash, conversation_id, agent, tool,
        effect, reason, input, expires_at)
      VALUES (${workspaceId}, ${approvalId}, ${run.runId}, 1, decode('00', 'hex'), ${run.conversationId},
        'customer-service', 'send_mail', 'external', 'tool', '{}', now() + interval '1 hour')`;
    await app.app.get(Database).query(workspaceId, row);
    return { '/tasks/:id': task.id, '/tools/:id': tool.id, '/approvals/:id': approvalId };
  }

  async function makeEvals(): Promise<Record<string, string>> {
    const body = { name: 'Questions', cases: [{ input: 'When is the shop open?' }] };
    const { body: dataset } = await send<{ id: string }>(owner, 'POST', '/evals/datasets', body);
    const run = { datasetId: dataset.id, agent: 'customer-service' };
    const { body: started } = await send<{ id: string }>(owner, 'POST', '/evals/runs', run);
    const talk = { agent: 'customer-service', customers: [{ script: ['Hello!'] }] };
    const { body: simulation } = await send<{ id: string }>(owner, 'POST', '/simulations/runs', talk);
    return {
      '/evals/datasets/:id': dataset.id,
      '/evals/runs/:id': started.id,
      '/simulations/runs/:id': simulation.id,
    };
  }

  const workspaceOf = async (token: string) => {
    const { body } = await send<{ data: { id: string }[] }>(token, 'GET', '/workspaces');
    return body.data[0]!.id;
  };

  /** Of a queue that nobody reconciles, as there is no such mail. */
  async function makeDeadLetter(): Promise<string> {
    const workspaceId = await workspaceOf(owner);
    const [subjectId, error] = [uuidv7(), new Error('Nobody took it')];
    const retryWith = new MailRequested(workspaceId, subjectId);
    await app.app
      .get(Database)
      .query(
        workspaceId,
        deadLetter({ workspaceId, queue: 'test', subjectId, retryWith, error, attempts: 1 }),
      );
    const { body: letters } = await send<{ data: { id: string }[] }>(owner, 'GET', '/dlq');
    return letters.data[0]!.id;
  }

  /** No route asks for one: what makes a webhook is up to the contexts. */
  async function makeWebhook(): Promise<string> {
    const { body } = await send<{ workspaces: { id: string }[] }>(owner, 'GET', '/auth/me');
    const workspaceId = body.workspaces[0]!.id;
    const url = 'http://127.0.0.1:1/';
    const { row, event } = requestWebhook({ workspaceId, url, type: 'test.made', payload: {} });
    await app.app.get(AggregateStore).commit(workspaceId, [row], [event]);
    return event.deliveryId;
  }

  const at = ({ path }: Route, id: string) => path.replace(':id', id).replace(':field', 'photo');
  const idFor = ({ path }: Route) => resources[path.replace(/:id.*/, ':id')];
  const bodyFor = ({ method, path }: Route) => {
    if (['GET', 'DELETE'].includes(method)) return undefined;
    return path.startsWith('/forms/') ? { values: {} } : (BODIES[`${method} ${path}`] ?? {});
  };
  const told = (problem: Problem) => ({ ...problem, instance: '', requestId: '' });

  it('is known to this suite for every route that names one', () => {
    expect(routes.length).toBeGreaterThan(5);
    expect(routes.filter((route) => !idFor(route)).map(({ path }) => path)).toEqual([]);
  });

  it('is answered like one that does not exist, whatever is asked of it [TE-24 TE-26 A3 8.2.2]', async () => {
    for (const route of routes) {
      const body = bodyFor(route);
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
