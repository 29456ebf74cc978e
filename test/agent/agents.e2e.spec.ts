import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';

interface Agent {
  readonly code?: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  readonly version: number;
  readonly latestVersion: number;
  readonly persona: string;
  readonly temperature: number;
  readonly systemPrompt: string | null;
  readonly retrieval: { limit: number; mode: string; threshold: number | null };
  readonly guardrails: { links: string; bannedTopics: string[] };
  readonly isActive?: boolean;
}

describe('the agents of a workspace', () => {
  let app: TestApp;
  let ada: Account;
  let eve: Account;

  beforeAll(async () => {
    app = await startTestApp();
    [ada, eve] = [await signUp(app, 'ada'), await signUp(app, 'eve')];
  });
  afterAll(() => app.stop());

  const call = <B = Agent>(method: string, path: string, body?: object, { token }: Account = ada) =>
    app.http<B>(method, path, { token, body });
  const create = (slug: string, more: object = {}, account = ada) =>
    call('POST', '/agents', { slug, name: slug, ...more }, account);
  const versions = async (slug: string) =>
    (await call<{ data: Agent[] }>('GET', `/agents/${slug}/versions`)).body.data;
  const actions = async () => {
    const path = `/workspaces/${ada.workspaceId}/audit-log?limit=100`;
    const { body } = await call<{ data: { action: string }[] }>('GET', path);
    return body.data.map(({ action }) => action);
  };

  it('AG-13 holds one for customers from the start, which nobody made and nobody can delete', async () => {
    const { body } = await call<{ items: Agent[] }>('GET', '/agents', undefined, eve);
    expect(body.items).toMatchObject([{ slug: 'customer-service', version: 0, latestVersion: 0 }]);
    expect(await call('DELETE', '/agents/customer-service')).toMatchObject({
      status: 409,
      body: { code: 'built_in_agent' },
    });
  });

  it('AG-22 AG-28 may be any number, each with words, persona, retrieval and tools of its own', async () => {
    const { status, body } = await create('sales', {
      persona: 'technical',
      retrieval: { limit: 3 },
      guardrails: { bannedTopics: ['politics'] },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      slug: 'sales',
      kind: 'custom',
      version: 1,
      persona: 'technical',
      retrieval: { limit: 3, mode: 'hybrid', threshold: null },
      guardrails: { bannedTopics: ['politics'], links: 'strip' },
    });
    const run = await call<{ runId: string }>('POST', '/agents/sales/run', { message: 'Hello!' });
    const recorded = await call<{ agent: string; agentVersion: number }>(
      'GET',
      `/agent/runs/${run.body.runId}`,
    );
    expect(recorded.body).toMatchObject({ agent: 'sales', agentVersion: 1 });
    expect(await actions()).toContain('agent.agent_created');
  });

  it('refuses a second one of the same name, and a retry with the same key makes one', async () => {
    await create('twice');
    expect(await create('twice')).toMatchObject({ status: 409, body: { code: 'agent_exists' } });
    expect(await create('customer-service')).toMatchObject({ status: 409, body: { code: 'agent_exists' } });
    const request = {
      token: ada.token,
      body: { slug: 'once', name: 'Once' },
      headers: { 'Idempotency-Key': 'once' },
    };
    const both = [await app.http('POST', '/agents', request), await app.http('POST', '/agents', request)];
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
  });

  it('AG-18 keeps each change as a version, and never changes one that was', async () => {
    await create('helper');
    const prompt = 'You answer for ${company} and {{company}}.';
    const changed = await call('PATCH', '/agents/helper', { systemPrompt: prompt, temperature: 0.7 });
    expect(changed.body).toMatchObject({ version: 2, systemPrompt: prompt, temperature: 0.7 });
    await call('PATCH', '/agents/helper', { systemPrompt: null, retrieval: { mode: 'keyword' } });
    expect((await versions('helper')).map((one) => [one.version, one.systemPrompt, one.isActive])).toEqual([
      [3, null, true],
      [2, prompt, false],
      [1, null, false],
    ]);
    expect((await versions('helper'))[0]!.temperature).toBe(0.7);
  });

  it('makes no version of a change that changes nothing', async () => {
    await create('calm', { persona: 'friendly' });
    expect((await call('PATCH', '/agents/calm', { persona: 'friendly' })).body.version).toBe(1);
    expect((await call('PATCH', '/agents/calm', {})).body.latestVersion).toBe(1);
  });

  it('stores the first change of the agent for customers as its version 1, and goes back to 0 when asked', async () => {
    const { body } = await call('PATCH', '/agents/customer-service', { persona: 'technical' });
    expect(body).toMatchObject({ version: 1, persona: 'technical', kind: 'customer-service' });
    const back = await call('POST', '/agents/customer-service/versions/0/activate');
    expect(back).toMatchObject({ status: 200, body: { version: 0, persona: 'friendly', latestVersion: 1 } });
  });

  it('lets a version of before answer again, at once', async () => {
    await create('fickle', { guardrails: { injection: 'block' } });
    await call('PATCH', '/agents/fickle', { name: 'Other' });
    await call('POST', '/agents/fickle/run', { message: 'Hello!' });
    await call('POST', '/agents/fickle/versions/1/activate');
    const run = await call<{ runId: string }>('POST', '/agents/fickle/run', { message: 'Hello!' });
    const { body } = await call<{ agentVersion: number }>('GET', `/agent/runs/${run.body.runId}`);
    expect(body.agentVersion).toBe(1);
    for (const version of [3, -1, 4_000_000_000]) {
      const path = `/agents/fickle/versions/${version}/activate`;
      expect(await call('POST', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(await actions()).toContain('agent.version_activated');
  });

  it('keeps a change in waiting where it is not to answer yet', async () => {
    await create('careful');
    const { body } = await call('PATCH', '/agents/careful', { temperature: 1, activate: false });
    expect(body).toMatchObject({ version: 1, latestVersion: 2 });
  });

  it('loses no change of two people at once: who read an older version is told', async () => {
    await create('shared');
    const wish = (temperature: number) =>
      call('PATCH', '/agents/shared', { temperature, expectedVersion: 1 });
    const both = await Promise.all([wish(0.1), wish(0.9)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await wish(1)).toMatchObject({ status: 409, body: { code: 'version_conflict' } });
  });

  it('puts changes of different things at once together, where nobody insists on a version', async () => {
    await create('busy');
    await Promise.all([
      call('PATCH', '/agents/busy', { temperature: 1.5 }),
      call('PATCH', '/agents/busy', { persona: 'technical' }),
    ]);
    const { body } = await call('GET', '/agents/busy');
    expect(body).toMatchObject({ version: 3, temperature: 1.5, persona: 'technical' });
  });

  it('goes with its words, and its numbers are not used again', async () => {
    await create('brief');
    expect(await call('DELETE', '/agents/brief')).toMatchObject({ status: 204 });
    for (const [method, path] of [
      ['GET', '/agents/brief'],
      ['GET', '/agents/brief/versions'],
      ['DELETE', '/agents/brief'],
      ['PATCH', '/agents/brief'],
      ['POST', '/agents/brief/versions/1/activate'],
    ] as const)
      expect(await call(method, path, method === 'PATCH' ? {} : undefined)).toMatchObject({ status: 404 });
    expect((await call('POST', '/agents/brief/run', { message: 'Hi' })).status).toBe(404);
    expect((await create('brief')).body.version).toBe(2);
    expect((await versions('brief')).length).toBe(1);
  });

  it('T1 shows nobody an agent of another workspace', async () => {
    await create('private', { instructions: 'The word is xylophone.' });
    const foreign = await call('GET', '/agents/private', undefined, eve);
    const none = await call('GET', '/agents/nothing', undefined, eve);
    expect([foreign.status, foreign.body]).toMatchObject([404, { code: 'not_found' }]);
    expect(none.status).toBe(404);
    expect((await call('POST', '/agents/private/run', { message: 'Hi' }, eve)).status).toBe(404);
    expect((await create('private', {}, eve)).status).toBe(201);
  });

  it('are a hundred at most, however many are made at once', async () => {
    const eves = await signUp(app, 'grace');
    const slugs = Array.from({ length: 104 }, (_, i) => `agent-${i}`);
    const answers: { status: number; body: { code?: string } }[] = [];
    for (let i = 0; i < slugs.length; i += 26) {
      const some = slugs.slice(i, i + 26).map((slug) => create(slug, {}, eves));
      answers.push(...(await Promise.all(some)));
    }
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(({ body }) => body.code)).toEqual(Array(4).fill('too_many_agents'));
  });

  it.each([
    ['a slug with capitals', { slug: 'Sales', name: 'x' }],
    ['a persona that is none', { slug: 'x', name: 'x', persona: 'rude' }],
    ['a temperature that is too high', { slug: 'x', name: 'x', temperature: 3 }],
    ['a prompt that is too long', { slug: 'x', name: 'x', systemPrompt: 'x'.repeat(8_001) }],
    [
      'an allowed host that is an address',
      { slug: 'x', name: 'x', guardrails: { allowedHosts: ['10.0.0.1'] } },
    ],
    ['an unknown guardrail', { slug: 'x', name: 'x', guardrails: { everything: 'block' } }],
  ])('AG-11 refuses %s', async (_, body) => {
    expect(await call('POST', '/agents', body)).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
  });
});
