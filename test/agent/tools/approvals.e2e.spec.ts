import { type ToolResult } from '../../../src/contexts/agent/domain/tool';
import { ExpireApprovalsTask } from '../../../src/contexts/agent/jobs/expire-approvals.task';
import { type Account, signUp } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/app';
import { mailsOf, waitForMail } from '../../support/mailbox';
import { BenchOfTools } from './bench-of-tools';

const MAIL = { to: 'customer@example.com', subject: 'Your order', text: 'It is on its way.\n\nYours, Ada' };

describe('Approvals', () => {
  let app: TestApp;
  let bench: BenchOfTools;
  let ada: Account;
  let eve: Account;

  beforeAll(async () => {
    app = await startTestApp();
    [ada, eve] = [await signUp(app, 'ada'), await signUp(app, 'eve')];
    bench = await BenchOfTools.of(app);
  });
  afterAll(async () => {
    await bench.close();
    await app.stop();
  });

  const idOf = (answer: ToolResult) => (answer as { approvalId: string }).approvalId;
  const decide = (id: string, verb: 'approve' | 'reject', { token }: Account = ada) =>
    app.http('POST', `/approvals/${id}/${verb}`, { token, body: { note: 'Looked at it.' } });
  const eventsAbout = (id: string) =>
    bench.stored.query<{ payload: { decision: string; runId: string; step: number } }>(
      `SELECT payload FROM platform.outbox WHERE aggregate_id = $1 AND type = 'agent.approval-decided.v1'`,
      [id],
    );

  it('hold a tool that needs one until a person says yes, and then let it happen once [T7 AG-31]', async () => {
    const context = bench.contextFor(ada, ['send_mail']);
    const call = { name: 'send_mail', input: MAIL };
    const asked = await bench.use(context, call);
    expect(asked).toMatchObject({ kind: 'awaiting_approval' });
    expect(await bench.use(context, call)).toEqual(asked);
    const listed = await app.http('GET', '/approvals?status=pending', { token: ada.token });
    expect(listed.body).toMatchObject({
      data: [{ id: idOf(asked), tool: 'send_mail', input: MAIL, reason: 'tool', runId: context.runId }],
    });
    expect(await decide(idOf(asked), 'approve')).toMatchObject({ status: 200, body: { status: 'approved' } });
    expect(await eventsAbout(idOf(asked))).toMatchObject([
      { payload: { decision: 'approved', runId: context.runId, step: 1 } },
    ]);
    const answers = await Promise.all([1, 2, 3].map(() => bench.use(context, call)));
    expect(answers.every(({ kind }) => kind === 'done')).toBe(true);
    expect(await waitForMail(app, MAIL.to)).toMatchObject({ subject: MAIL.subject });
    expect(mailsOf(app)).toHaveLength(1);
    const { body } = await app.http('GET', `/approvals/${idOf(asked)}`, { token: ada.token });
    expect(body).toMatchObject({ status: 'used', note: 'Looked at it.' });
  });

  it('are good for these arguments, this step and this run only [T7]', async () => {
    const context = bench.contextFor(ada, ['send_mail']);
    const asked = await bench.use(context, { name: 'send_mail', input: MAIL });
    await decide(idOf(asked), 'approve');
    const other = { ...MAIL, to: 'thief@example.com' };
    const attempts = [
      await bench.use(context, { name: 'send_mail', input: other }),
      await bench.use(context, { name: 'send_mail', input: MAIL, step: 2 }),
      await bench.use(
        { ...context, runId: bench.contextFor(ada, []).runId },
        { name: 'send_mail', input: MAIL },
      ),
    ];
    expect(attempts.map(({ kind }) => kind)).toEqual(Array(3).fill('awaiting_approval'));
    expect(mailsOf(app).map(({ to }) => to)).not.toContain('thief@example.com');
  });

  it('that were refused are a no for good [T7]', async () => {
    const context = bench.contextFor(ada, ['send_mail']);
    const call = { name: 'send_mail', input: { ...MAIL, subject: 'No' } };
    const asked = await bench.use(context, call);
    await decide(idOf(asked), 'reject');
    expect(await bench.use(context, call)).toEqual({
      kind: 'refused',
      reason: 'A person has said no to this.',
    });
    expect(await decide(idOf(asked), 'approve')).toMatchObject({
      status: 409,
      body: { code: 'approval_decided' },
    });
  });

  it('are decided by one of those who decide at the same moment [T7 2.3.4]', async () => {
    const asked = await bench.use(bench.contextFor(ada, ['send_mail']), { name: 'send_mail', input: MAIL });
    const verbs = ['approve', 'reject', 'approve', 'reject'] as const;
    const statuses = await Promise.all(verbs.map(async (verb) => (await decide(idOf(asked), verb)).status));
    expect(statuses.sort()).toEqual([200, 409, 409, 409]);
    expect(await eventsAbout(idOf(asked))).toHaveLength(1);
  });

  it('end when nobody decides, and say so to the run that waits [T7]', async () => {
    const context = bench.contextFor(ada, ['send_mail']);
    const call = { name: 'send_mail', input: MAIL };
    const [late, unused] = [await bench.use(context, call), await bench.use(context, { ...call, step: 2 })];
    await decide(idOf(unused), 'approve');
    await bench.stored.query(`UPDATE agent.approvals SET expires_at = now() WHERE run_id = $1`, [
      context.runId,
    ]);
    expect((await decide(idOf(late), 'approve')).status).toBe(409);
    const expired = { kind: 'refused', reason: 'Nobody has said yes in time.' };
    expect(await bench.use(context, call)).toEqual(expired);
    expect(await bench.use(context, { ...call, step: 2 })).toEqual(expired);
    await app.app.get(ExpireApprovalsTask).run();
    await app.app.get(ExpireApprovalsTask).run();
    expect(await eventsAbout(idOf(late))).toMatchObject([{ payload: { decision: 'expired' } }]);
  });

  it('are asked for every effect once words from outside came in, unless the agent trusts the tool [T7 T5]', async () => {
    const context = bench.contextFor(ada, ['create_task', 'search_knowledge'], { isTainted: true });
    const call = { name: 'create_task', input: { title: 'As the document wants it' } };
    const asked = await bench.use(context, call);
    expect(asked).toMatchObject({ kind: 'awaiting_approval' });
    const { body } = await app.http('GET', `/approvals/${idOf(asked)}`, { token: ada.token });
    expect(body).toMatchObject({ reason: 'tainted', effect: 'write' });
    expect(
      await bench.use(context, { name: 'search_knowledge', input: { query: 'x' }, step: 2 }),
    ).toMatchObject({
      kind: 'done',
    });
    const agent = { ...context.agent, trustedTools: ['create_task'] };
    expect(await bench.use({ ...context, agent }, { ...call, step: 3 })).toMatchObject({ kind: 'done' });
  });

  it('are no business of other workspaces, nor of keys [T1 T6 8.2.2]', async () => {
    const asked = await bench.use(bench.contextFor(ada, ['send_mail']), { name: 'send_mail', input: MAIL });
    expect((await decide(idOf(asked), 'approve', eve)).status).toBe(404);
    const me = await app.http<{ workspaces: { id: string }[] }>('GET', '/auth/me', { token: ada.token });
    const key = { name: 'Agent', role: 'agent', scopes: ['agents:run', 'agents:read'] };
    const path = `/workspaces/${me.body.workspaces[0]!.id}/api-keys`;
    const made = await app.http<{ secret: string }>('POST', path, { token: ada.token, body: key });
    const headers = { 'x-api-key': made.body.secret };
    const refusal = await app.http('POST', `/approvals/${idOf(asked)}/approve`, { headers, body: {} });
    expect(refusal.status).toBe(403);
  });

  it('are in the audit log with who decided, and without the arguments [T7 AG-29]', async () => {
    const asked = await bench.use(bench.contextFor(ada, ['send_mail']), { name: 'send_mail', input: MAIL });
    await decide(idOf(asked), 'approve');
    const entries = await bench.stored.query<{ action: string; detail: object; actor_kind: string }>(
      'SELECT action, detail, actor_kind FROM platform.audit_entries WHERE subject_id = $1',
      [idOf(asked)],
    );
    expect(entries).toMatchObject([{ action: 'agent.approval_approved', actor_kind: 'user' }]);
    expect(JSON.stringify(entries)).not.toContain(MAIL.to);
  });
});
