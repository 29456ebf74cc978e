import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEvalGate } from '../../../scripts/eval-gate';
import { type Account, ingest, signUp } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/app';

const CASES = [
  { input: 'Within how many days can goods be returned?', expected: '30 days' },
  { input: 'Hello!', expected: 'Good night' },
];

describe('the gate for CI', () => {
  let app: TestApp;
  let ada: Account;
  let key: string;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'parley-eval-'));
    app = await startTestApp();
    ada = await signUp(app, 'ada');
    await ingest(app, ada.token, [{ title: 'Returns', content: 'Goods can be returned within 30 days.' }]);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const form = { name: 'CI', role: 'service', scopes: ['agents:run', 'agents:read'], expiresAt };
    const path = `/workspaces/${ada.workspaceId}/api-keys`;
    const made = await app.http<{ secret: string }>('POST', path, { token: ada.token, body: form });
    key = made.body.secret;
  });
  afterAll(async () => {
    await app.stop();
    rmSync(directory, { recursive: true });
  });

  const file = (content: unknown) => {
    const path = join(directory, 'dataset.json');
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const gate = async (more: object) => {
    let printed = '';
    const headers = { 'x-api-key': key };
    const options = { url: app.url, headers, agent: 'customer-service', dataset: '', ...more };
    const code = await runEvalGate(options, (text) => (printed += text));
    return { code, printed };
  };

  it('is passed at the threshold, and prints what was found [EV-01]', async () => {
    const { code, printed } = await gate({ dataset: file({ name: 'CI', cases: CASES }), threshold: 0.5 });
    expect(code).toBe(0);
    expect(printed).toMatch(
      /2 cases, 0 without an answer[\s\S]*contains +0\.50 +2 +0[\s\S]*Passed: +0\.50 of 0\.5/,
    );
  });

  it('is not passed below it [EV-01]', async () => {
    const { body } = await app.http<{ id: string }>('POST', '/evals/datasets', {
      token: ada.token,
      body: { name: 'CI', cases: CASES },
    });
    const { code, printed } = await gate({ dataset: body.id, compareWith: 0 });
    expect(code).toBe(1);
    expect(printed).toMatch(/0 better, 0 worse, 2 the same[\s\S]*Not passed/);
  });

  it('says so where nothing can be judged, or nobody answers [EV-01]', async () => {
    const unjudged = file({ name: 'CI', cases: [{ input: 'Hello!', rubric: 'Is friendly.' }] });
    await expect(gate({ dataset: unjudged })).rejects.toThrow('Nothing could be judged');
    await expect(gate({ dataset: file({ name: 'CI', cases: [] }) })).rejects.toThrow('refused with 400');
    await expect(gate({ dataset: join(directory, 'none.json') })).rejects.toThrow('ENOENT');
  });
});
