import { EverythingStored } from '../platform/everything-stored';
import { startTestApp, type TestApp } from '../support/app';
import { failWith } from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';
import { LogLines } from '../support/log-lines';
import { SecretLife } from './secret-life';

const mockLog = new LogLines();
jest.mock('../../src/platform/telemetry/logging/logger', () => ({
  ...jest.requireActual<object>('../../src/platform/telemetry/logging/logger'),
  standardOutput: () => mockLog,
}));

const PROVIDER_KEY = 'sk-canary0123456789abcdef';

jest.setTimeout(60_000);

describe('A secret', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let stored: EverythingStored;
  let life: SecretLife;

  beforeAll(async () => {
    openAi = (await startFakeOpenAi()).byDefault(
      failWith(401, { message: `Incorrect API key: ${PROVIDER_KEY}` }),
    );
    app = await startTestApp({
      LOG_LEVEL: 'trace',
      OPENAI_API_KEY: PROVIDER_KEY,
      OPENAI_BASE_URL: openAi.baseUrl,
    });
    stored = await EverythingStored.of(app.ownerUrl);
    life = new SecretLife(app);
    life.secrets.know('key of the model’s provider', PROVIDER_KEY);
    await life.live();
    await stored.settled();
  });
  afterAll(async () => {
    await stored.close();
    await app.stop();
    await openAi.stop();
  });

  it('is one of many that were used, rightly and wrongly', () => {
    expect(life.secrets.size).toBeGreaterThan(30);
    expect(life.refusals.length).toBeGreaterThan(15);
    expect(mockLog.lines.length).toBeGreaterThan(40);
    expect(openAi.requests.length).toBeGreaterThan(0);
  });

  it('is in no line of the log, at the most talkative level [A13]', () => {
    const leaks = mockLog.lines.flatMap((line) =>
      life.secrets.foundIn(line).map((place) => `${place}: ${line}`),
    );
    expect(leaks).toEqual([]);
  });

  it('is in no refusal, neither body nor headers [A13]', () => {
    const leaks = life.refusals.flatMap((text) =>
      life.secrets.foundIn(text).map((place) => `${place}: ${text}`),
    );
    expect(leaks).toEqual([]);
  });

  it('is in no metric [A13]', async () => {
    const headers = { 'x-api-key': app.runtime.adminKey };
    const metrics = await app.http<string>('GET', '/observability/metrics', { headers });
    expect(metrics.body).toContain('parley_');
    expect(life.secrets.foundIn(metrics.body)).toEqual([]);
  });

  it('is in no table, and so in no job, event or stored answer [A13 A12]', async () => {
    const rows = await stored.rows();
    expect(rows.filter(({ table }) => table.startsWith('bullmq.')).length).toBeGreaterThan(0);
    const leaks = rows.flatMap(({ table, text }) =>
      life.secrets.foundIn(text).map((place) => `${place} in ${table}: ${text}`),
    );
    expect(leaks).toEqual([]);
  });
});
