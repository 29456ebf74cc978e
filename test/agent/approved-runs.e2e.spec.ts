import { FindDecidedRuns } from '../../src/contexts/agent/jobs/find-decided-runs.task';
import { ExpireApprovalsTask } from '../../src/contexts/agent/jobs/expire-approvals.task';
import { EverythingStored } from '../platform/everything-stored';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { callTool, reply } from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';
import { mailsOf } from '../support/mailbox';

const MAIL = { to: 'customer@example.com', subject: 'Your order', text: 'It is on its way.' };
const FORM = {
  title: 'Delivery',
  fields: [{ name: 'street', label: 'Street', type: 'text', required: true }],
};

interface Run {
  readonly status: string;
  readonly reply: string;
  readonly steps: readonly { result: string | null; tool: { output: { formId?: string } } | null }[];
}

describe('A run that needs a person’s word', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let stored: EverythingStored;
  let ada: Account;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    app = await startTestApp({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: openAi.baseUrl });
    stored = await EverythingStored.of(app.ownerUrl);
    ada = await signUp(app, 'ada');
    const agent = { slug: 'clerk', name: 'Clerk', tools: ['send_mail', 'make_form'] };
    const { status } = await app.http('POST', '/agents', { token: ada.token, body: agent });
    expect(status).toBe(201);
  });
  beforeEach(() => openAi.reset());
  afterAll(async () => {
    await stored.close();
    await app.stop();
    await openAi.stop();
  });

  const ask = async () => {
    const body = { message: 'Tell the customer, please.' };
    const answer = await app.http<{ runId: string; status: string }>('POST', '/agents/clerk/run', {
      token: ada.token,
      body,
    });
    return answer.body;
  };
  const waiting = async () => {
    openAi.script(callTool('send_mail', MAIL), reply('That is settled.'));
    const run = await ask();
    expect(run.status).toBe('awaiting_approval');
    const { body } = await app.http<{ data: { id: string; runId: string }[] }>(
      'GET',
      '/approvals?status=pending',
      { token: ada.token },
    );
    return { runId: run.runId, approvalId: body.data.find(({ runId }) => runId === run.runId)!.id };
  };
  const decide = (id: string, verb: string) =>
    app.http('POST', `/approvals/${id}/${verb}`, { token: ada.token, body: {} });
  const show = async (id: string) =>
    (await app.http<Run>('GET', `/agent/runs/${id}`, { token: ada.token })).body;
  const ended = (id: string) =>
    eventually(async () => {
      const run = await show(id);
      expect(run).toMatchObject({ status: 'completed', reply: 'That is settled.' });
      return run;
    });

  it('goes on by itself as soon as somebody says yes, and does it once [AG-31]', async () => {
    const { runId, approvalId } = await waiting();
    expect(mailsOf(app)).toHaveLength(0);
    expect((await decide(approvalId, 'approve')).status).toBe(200);
    expect((await ended(runId)).steps.map(({ result }) => result)).toEqual(['done', null]);
    await eventually(() => expect(mailsOf(app)).toHaveLength(1));
  });

  it('goes on with a no, and lets the planner know of it', async () => {
    const { runId, approvalId } = await waiting();
    const before = mailsOf(app).length;
    await decide(approvalId, 'reject');
    expect((await ended(runId)).steps.map(({ result }) => result)).toEqual(['refused', null]);
    expect(JSON.stringify(openAi.chatRequests.at(-1)!.messages.at(-1))).toContain('said no');
    expect(mailsOf(app)).toHaveLength(before);
  });

  it('goes on when nobody has said a word in time', async () => {
    const { runId, approvalId } = await waiting();
    await stored.query(`UPDATE agent.approvals SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      approvalId,
    ]);
    await app.app.get(ExpireApprovalsTask, { strict: false }).run();
    expect((await ended(runId)).steps.map(({ result }) => result)).toEqual(['refused', null]);
  });

  it('is taken up also when the word of the decision got lost', async () => {
    const { runId, approvalId } = await waiting();
    await stored.query(`UPDATE agent.approvals SET status = 'rejected' WHERE id = $1`, [approvalId]);
    expect((await show(runId)).status).toBe('awaiting_approval');
    await app.app.get(FindDecidedRuns, { strict: false }).run();
    expect((await ended(runId)).steps.map(({ result }) => result)).toEqual(['refused', null]);
  });

  it('makes a form without asking anybody, and tells the planner which', async () => {
    openAi.script(callTool('make_form', FORM), reply('That is settled.'));
    const { steps } = await ended((await ask()).runId);
    const path = `/forms/${steps[0]!.tool!.output.formId}`;
    const { body } = await app.http('GET', path, { token: ada.token });
    expect(body).toMatchObject({ title: 'Delivery', status: 'open' });
  });
});
