import { CommandBus } from '@nestjs/cqrs';
import { MakeForm, type NewForm } from '../../src/contexts/agent/commands/make-form.command';
import { EverythingStored } from '../platform/everything-stored';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { aForm, EVERY_FIELD, EVERY_VALUE } from './forms';

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly values: Record<string, unknown> | null;
  readonly schema: { readonly properties: Record<string, { readonly title: string }> };
  readonly submissionId: string | null;
  readonly handedBackAt: string | null;
  readonly code: string;
  readonly errors: readonly { path: string; message: string }[];
}

describe('People and the forms of an agent', () => {
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

  const ask = <B = Shown>(method: string, path: string, body?: unknown, headers = {}, { token } = ada) =>
    app.http<B>(method, path, { token, body, headers });
  const make = async (more: Partial<NewForm> = {}) => {
    const { body: run } = await ask<{ runId: string; conversationId: string }>(
      'POST',
      '/agents/customer-service/run',
      { message: 'Please deliver it.' },
    );
    const form = aForm({ ...run, ...more });
    await app.app.get(CommandBus).execute(new MakeForm(ada.workspaceId, form));
    return form;
  };
  const handedBack = (id: string) =>
    eventually(async () => {
      const { body } = await ask('GET', `/forms/${id}`);
      expect(body.handedBackAt).not.toBeNull();
      return body;
    }, 15_000);

  it('see what to fill in, keep a draft, submit, and the agent goes on with it [AG-30 VE-07 VE-08 VE-09]', async () => {
    const { id, conversationId } = await make();
    const { body: open } = await ask('GET', `/forms/${id}`);
    expect(open).toMatchObject({ status: 'open', fields: EVERY_FIELD, values: null });
    expect(Object.keys(open.schema.properties)).toEqual(EVERY_FIELD.map(({ name }) => name));
    const draft = await ask('PUT', `/forms/${id}/draft`, { values: { street: 'Har' } });
    expect(draft).toMatchObject({ status: 200, body: { status: 'open', values: { street: 'Har' } } });
    const submitted = await ask('POST', `/forms/${id}/submissions`, { values: EVERY_VALUE });
    expect(submitted).toMatchObject({ status: 201, body: { formId: id } });
    const done = await handedBack(id);
    expect(done).toMatchObject({ status: 'submitted', submissionId: submitted.body.id });
    const run = await ask<{ input: string; status: string }>('GET', `/agent/runs/${submitted.body.id}`);
    expect(run.body).toMatchObject({ conversationId, status: 'completed' });
    expect(run.body.input).toContain('Street: Harbour Road 7');
    const { body: messages } = await ask<{ data: { role: string }[] }>(
      'GET',
      `/conversations/${conversationId}/messages`,
    );
    expect(messages.data.map(({ role }) => role)).toEqual(['assistant', 'user', 'assistant', 'user']);
  });

  it('get a file back as it was handed in, to be saved and never shown', async () => {
    const { id } = await make();
    await ask('POST', `/forms/${id}/submissions`, { values: EVERY_VALUE });
    const file = await ask<string>('GET', `/forms/${id}/files/photo`);
    expect(file.body).toBe('not really a picture');
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="door _front_.png"/);
    for (const field of ['street', 'nothing', '%00']) {
      expect((await ask('GET', `/forms/${id}/files/${field}`)).status).toBe(404);
    }
  });

  it('are told all that is wrong, field by field, and may mend it', async () => {
    const { id } = await make();
    const refused = await ask('POST', `/forms/${id}/submissions`, {
      values: { street: 'x', parcels: 0, colour: '#fff' },
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.body.errors).toEqual([
      { path: 'values.colour', message: 'is not a known field' },
      { path: 'values.street', message: 'must have at least 2 characters' },
      { path: 'values.parcels', message: 'must be at least 1' },
    ]);
    expect((await ask('POST', `/forms/${id}/submissions`, { values: EVERY_VALUE })).status).toBe(201);
    const again = await ask('POST', `/forms/${id}/submissions`, { values: EVERY_VALUE });
    expect(again).toMatchObject({ status: 409, body: { code: 'form_submitted' } });
  });

  it('may repeat a submission whose answer got lost', async () => {
    const { id } = await make();
    const key = { 'idempotency-key': 'form-1' };
    const send = () => ask('POST', `/forms/${id}/submissions`, { values: EVERY_VALUE }, key);
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
  });

  it('come too late after a day [VE-09]', async () => {
    const { id } = await make();
    await stored.query(`UPDATE agent.forms SET expires_at = now() WHERE id = $1`, [id]);
    const late = await ask('POST', `/forms/${id}/submissions`, { values: EVERY_VALUE });
    expect(late).toMatchObject({ status: 410, body: { code: 'form_expired' } });
    expect((await ask('PUT', `/forms/${id}/draft`, { values: {} })).status).toBe(410);
    expect((await ask('GET', `/forms/${id}`)).body.status).toBe('expired');
  });

  it('find the forms of a conversation, newest first, and none of another workspace [T1]', async () => {
    const { id: first, conversationId } = await make();
    const { id: second } = await make({ conversationId });
    const list = (who = ada) =>
      ask<{ data: Shown[] }>('GET', `/forms?conversationId=${conversationId}`, undefined, {}, who);
    expect((await list()).body.data.map(({ id }) => id)).toEqual([second, first]);
    expect((await list(eve)).body.data).toEqual([]);
    expect((await ask('GET', `/forms/${first}`, undefined, {}, eve)).status).toBe(404);
    const stolen = await ask('POST', `/forms/${first}/submissions`, { values: EVERY_VALUE }, {}, eve);
    expect(stolen.status).toBe(404);
  });

  it('bring an agent what it could not hear at first, by trying the dead letter again [AG-30]', async () => {
    const { id, conversationId } = await make();
    const conversation = (deleted: boolean) =>
      stored.query(
        `UPDATE conversation.conversations SET deleted_at = CASE WHEN $2 THEN now() END WHERE id = $1`,
        [conversationId, deleted],
      );
    await conversation(true);
    const { body: submission } = await ask('POST', `/forms/${id}/submissions`, { values: EVERY_VALUE });
    const letter = await eventually(async () => {
      const { body } = await ask<{ data: { id: string; subjectId: string }[] }>('GET', '/dlq');
      const found = body.data.find(({ subjectId }) => subjectId === submission.id);
      expect(found).toBeDefined();
      return found!;
    }, 15_000);
    await conversation(false);
    expect((await ask('POST', `/dlq/${letter.id}/retry`)).status).toBeLessThan(300);
    expect((await handedBack(id)).status).toBe('submitted');
  }, 30_000);
});
