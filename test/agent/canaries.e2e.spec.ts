import { JudgeCanaries } from '../../src/contexts/agent/jobs/judge-canaries.task';
import { uuidv7 } from '../../src/kernel/ids';
import { EverythingStored } from '../platform/everything-stored';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';

describe('A trial of one version against another', () => {
  let app: TestApp;
  let stored: EverythingStored;
  let ada: Account;
  let eve: Account;

  beforeAll(async () => {
    app = await startTestApp();
    stored = await EverythingStored.of(app.ownerUrl);
    [ada, eve] = [await signUp(app, 'ada'), await signUp(app, 'eve')];
  });
  afterAll(async () => {
    await stored.close();
    await app.stop();
  });

  const call = (method: string, path: string, body?: object, { token }: Account = ada) =>
    app.http(method, path, { token, body });
  const trialOf = async (slug: string) => {
    await call('POST', '/agents', { slug, name: slug });
    await call('PATCH', `/agents/${slug}`, { persona: 'technical', activate: false });
    return call('POST', `/agents/${slug}/canary`, { version: 2, percent: 50 });
  };
  const versionsThatAnswered = async (slug: string, times: number) => {
    const runs = Array.from({ length: times }, () =>
      call('POST', `/agents/${slug}/run`, { message: 'Hello' }),
    );
    const ids = (await Promise.all(runs)).map(({ body }) => body.runId);
    const rows = await stored.query<{ version: number }>(
      'SELECT DISTINCT agent_version AS version FROM agent.runs WHERE id = ANY ($1::uuid[]) ORDER BY 1',
      [ids],
    );
    return rows.map(({ version }) => version);
  };

  it('gives each version its share, and counts for both how they fare [AG-36]', async () => {
    expect(await trialOf('shared')).toMatchObject({
      status: 201,
      body: { status: 'running', percent: 50, trial: { version: 2 }, against: { version: 1 } },
    });
    expect(await versionsThatAnswered('shared', 20)).toEqual([1, 2]);
    const { body } = await call('GET', '/agents/shared/canary');
    const { trial, against } = body as unknown as Record<
      'trial' | 'against',
      { runs: number; confidence: number }
    >;
    expect(trial.runs + against.runs).toBe(20);
    expect(await call('POST', '/agents/shared/canary', { version: 2, percent: 10 })).toMatchObject({
      status: 409,
      body: { code: 'canary_running' },
    });
  });

  it('ends when somebody ends it, and is no business of another workspace [T1]', async () => {
    await trialOf('ended');
    for (const method of ['GET', 'DELETE'])
      expect((await call(method, '/agents/ended/canary', undefined, eve)).status).toBe(404);
    expect((await call('DELETE', '/agents/ended/canary')).status).toBe(204);
    expect((await call('DELETE', '/agents/ended/canary')).status).toBe(404);
    expect(await versionsThatAnswered('ended', 10)).toEqual([1]);
  });

  it('is refused for a version that answers already, or that there is none of', async () => {
    await call('POST', '/agents', { slug: 'alone', name: 'alone' });
    for (const version of [1, 7])
      expect((await call('POST', '/agents/alone/canary', { version, percent: 10 })).status).toBe(404);
  });

  it('is rolled back by itself when the version does significantly worse, which is audited [AG-36]', async () => {
    await trialOf('worse');
    for (const [version, status] of [
      [1, 'completed'],
      [2, 'failed'],
    ] as const)
      for (let run = 0; run < 40; run++)
        await stored.query(
          `INSERT INTO agent.runs (workspace_id, id, agent, agent_version, conversation_id, reply_id, input, status,
             started_at, finished_at, version) VALUES ($1, $2, 'worse', $3, $2, $2, 'Hello', $4, now(), now(), 1)`,
          [ada.workspaceId, uuidv7(), version, status],
        );
    await app.app.get(JudgeCanaries, { strict: false }).run();
    expect((await call('GET', '/agents/worse/canary')).body).toMatchObject({
      status: 'rolled_back',
      reason: expect.stringContaining('failed runs') as string,
      trial: { runs: 40, failures: 40 },
    });
    expect(await versionsThatAnswered('worse', 10)).toEqual([1]);
    const log = await call('GET', `/workspaces/${ada.workspaceId}/audit-log?limit=100`);
    for (const action of ['started', 'ended', 'rolled_back'])
      expect(JSON.stringify(log.body)).toContain(`agent.canary_${action}`);
  });
});
