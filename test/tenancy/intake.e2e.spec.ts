import { startTestApp, type TestApp } from '../support/app';
import { admit, type Person, signUpPerson } from './people';

const ANSWERS = {
  ...{ company: 'Acme', industry: 'health', website: 'https://acme.example/start', tone: 'formal' },
  ...{ languages: ['de'], goal: 'booking', channels: ['web', 'sms'], hasDocuments: true },
  takesPayments: false,
};

describe('The intake of a workspace', () => {
  let app: TestApp;
  let ada: Person;
  let bob: Person;

  beforeAll(async () => {
    app = await startTestApp();
    [ada, bob] = [await signUpPerson(app, 'Ada'), await signUpPerson(app, 'Bob')];
    await admit(app, ada, bob, 'member');
  });
  afterAll(() => app.stop());

  const as = (person: Person, method: string, rest: string, body?: unknown) =>
    app.http<Record<string, unknown>>(method, `/workspaces/${ada.workspaceId}${rest}`, {
      ...{ token: person.token, body },
    });

  it('asks what the answers are checked against [TE-23]', async () => {
    const { body } = await app.http<{ questions: { name: string; isRequired: boolean }[] }>(
      'GET',
      '/intake/form',
      { token: bob.token },
    );
    for (const { name, isRequired } of body.questions) {
      const answers = { ...ANSWERS, [name]: undefined };
      expect({ name, status: (await as(ada, 'POST', '/intake', { answers })).status }).toEqual({
        name,
        status: isRequired ? 400 : 200,
      });
    }
    for (const wrong of [{ tone: 'rude' }, { channels: ['fax'] }, { languages: [] }, { plan: 'gold' }]) {
      expect((await as(ada, 'POST', '/intake', { answers: { ...ANSWERS, ...wrong } })).status).toBe(400);
    }
  });

  it('configures the workspace, as often as it is answered [TE-22]', async () => {
    await as(ada, 'PATCH', '', { settings: { persona: 'To be replaced', defaultModel: 'big' } });
    const submitted = await as(ada, 'POST', '/intake', { answers: ANSWERS });
    expect(submitted).toMatchObject({
      status: 200,
      body: {
        answers: ANSWERS,
        configuration: {
          settings: { retentionDays: 90, allowedOrigins: ['https://acme.example'] },
          subsystems: ['agent', 'knowledge', 'channels'],
        },
      },
    });
    expect((await as(ada, 'GET', '/intake')).body).toEqual(submitted.body);
    expect((await as(ada, 'GET', '')).body).toMatchObject({
      settings: {
        ...{ persona: 'The assistant of Acme, polite and formal.', retentionDays: 90 },
        ...{ defaultModel: null, requireSecondFactor: false },
      },
    });
    await as(ada, 'POST', '/intake', { answers: { ...ANSWERS, industry: 'finance' } });
    expect((await as(ada, 'GET', '')).body).toMatchObject({ settings: { retentionDays: 3_650 } });
  });

  it('is the owners’ matter', async () => {
    expect((await as(bob, 'POST', '/intake', { answers: ANSWERS })).status).toBe(403);
    expect((await as(bob, 'GET', '/intake')).status).toBe(403);
    const own = await app.http('GET', `/workspaces/${bob.workspaceId}/intake`, { token: bob.token });
    expect(own.status).toBe(404);
  });
});
