import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { HandBackForm } from '../../src/contexts/agent/commands/hand-back-form.command';
import { MakeForm, type NewForm } from '../../src/contexts/agent/commands/make-form.command';
import { RunTurn } from '../../src/contexts/agent/commands/run-turn.command';
import { SaveFormDraft } from '../../src/contexts/agent/commands/save-form-draft.command';
import { SubmitForm } from '../../src/contexts/agent/commands/submit-form.command';
import { unwatched } from '../../src/contexts/agent/commands/turn-progress';
import { FormDeadLetterSource } from '../../src/contexts/agent/infrastructure/form.dead-letter-source';
import { EraseExpiredForms } from '../../src/contexts/agent/jobs/erase-expired-forms.task';
import { FindUnheardForms } from '../../src/contexts/agent/jobs/find-unheard-forms.task';
import { GetForm } from '../../src/contexts/agent/queries/get-form.query';
import { DomainError } from '../../src/kernel/domain-error';
import { uuidv7 } from '../../src/kernel/ids';
import { DataQueue } from '../../src/platform/data-rights/data-queue';
import { FaultPoints } from '../../src/platform/faults/fault-points';
import { EverythingStored } from '../platform/everything-stored';
import { signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { EVERY_VALUE, aForm } from './forms';

const SOMEBODY = {
  userId: uuidv7(),
  keyId: null,
  role: 'member',
  scopes: null,
  readers: ['role:member'],
};

/** Without workers: the test says when a job runs. */
describe('a form that an agent made', () => {
  let app: TestApp;
  let stored: EverythingStored;
  let commands: CommandBus;
  let workspaceId: string;

  beforeAll(async () => {
    app = await startTestApp({ ROLE: 'api' });
    stored = await EverythingStored.of(app.ownerUrl);
    commands = app.app.get(CommandBus);
    ({ workspaceId } = await signUp(app, 'ada'));
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await stored.close();
    await app.stop();
  });

  /** In a conversation that is there. */
  const make = async (more: Partial<NewForm> = {}) => {
    const turnId = uuidv7();
    const turn = { turnId, agent: 'customer-service', message: 'Please deliver it.', conversationId: null };
    await commands.execute(new RunTurn(workspaceId, { ...turn, caller: SOMEBODY }, unwatched()));
    const form = aForm({ conversationId: turnId, runId: turnId, ...more });
    await commands.execute(new MakeForm(workspaceId, form));
    return form;
  };
  const submit = async (formId: string, values: object = EVERY_VALUE, id = uuidv7()) => {
    const submission = { id, values: values as Record<string, unknown>, caller: SOMEBODY };
    await commands.execute(new SubmitForm(workspaceId, formId, submission));
    return id;
  };
  const show = (formId: string) => app.app.get(QueryBus).execute(new GetForm(workspaceId, formId));
  const handBack = (submissionId: string) => commands.execute(new HandBackForm(workspaceId, submissionId));
  const age = (formId: string, interval: string) =>
    stored.query(
      `UPDATE agent.forms SET expires_at = expires_at - $2::interval, draft_until = draft_until - $2::interval
       WHERE id = $1`,
      [formId, interval],
    );
  const submissionOf = async (id: string) => {
    const [row] = await stored.query<Record<string, unknown>>(
      'SELECT * FROM agent.form_submissions WHERE id = $1',
      [id],
    );
    return row!;
  };
  const turnsOf = (id: string) =>
    stored.query<{ input: string; status: string }>('SELECT input, status FROM agent.runs WHERE id = $1', [
      id,
    ]);
  const messagesIn = (conversationId: string) =>
    stored.query<{ id: string; role: string; content: string }>(
      'SELECT id, role, content FROM conversation.messages WHERE conversation_id = $1 ORDER BY id',
      [conversationId],
    );
  const letters = () =>
    stored.query<{ id: string; subject_id: string; status: string; event_type: string }>(
      'SELECT * FROM platform.dead_letters WHERE workspace_id = $1 ORDER BY id',
      [workspaceId],
    );

  it('is one form however often its tool is run under one id [AG-30 VE-07]', async () => {
    const form = await make();
    const again = await commands.execute(new MakeForm(workspaceId, { ...form, title: 'Another title' }));
    const shown = await show(form.id);
    expect(shown).toMatchObject({ title: form.title, status: 'open', values: null, submissionId: null });
    expect(again).toEqual({ id: form.id, expiresAt: shown.expiresAt });
    expect(shown.expiresAt.getTime() - shown.madeAt.getTime()).toBe(24 * 3_600_000);
  });

  it('is refused with all that a model got wrong about it', async () => {
    const fields = [
      { name: 'a', label: 'A', type: 'text', options: ['x'] },
      { name: 'a', label: 'A', type: 'select' },
    ] as NewForm['fields'];
    await expect(make({ fields })).rejects.toMatchObject({
      kind: 'invalid',
      errors: [{ path: 'fields[0].options' }, { path: 'fields[1].name' }, { path: 'fields[1].options' }],
    });
    const nonsense = 'fields' as unknown as NewForm['fields'];
    await expect(make({ fields: nonsense })).rejects.toMatchObject({ errors: [{ path: 'fields' }] });
  });

  it('is submitted once by a hundred at the same moment, and the rest are told so [VE-08]', async () => {
    const { id } = await make();
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => submit(id)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(99);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'form_submitted' });
    const rows = await stored.query('SELECT 1 FROM agent.form_submissions WHERE form_id = $1', [id]);
    expect(rows).toHaveLength(1);
    const events = await stored.query('SELECT 1 FROM platform.outbox WHERE aggregate_id = $1', [id]);
    expect(events).toHaveLength(1);
  });

  it('takes the same submission again without a word', async () => {
    const { id } = await make();
    const submissionId = await submit(id);
    await submit(id, {}, submissionId);
    expect(await show(id)).toMatchObject({ status: 'submitted', submissionId });
  });

  it('keeps the bytes of a file apart from what was entered', async () => {
    const { id } = await make();
    await submit(id);
    const photo = { name: 'door "front".png', mediaType: 'image/png', bytes: 20 };
    expect((await show(id)).values).toEqual({ ...EVERY_VALUE, photo });
    const [file] = await stored.query<{ content: Buffer }>(
      'SELECT content FROM agent.form_files WHERE form_id = $1',
      [id],
    );
    expect(file!.content.toString()).toBe('not really a picture');
  });

  it('shows its draft while it is open, and takes none afterwards [VE-09]', async () => {
    const { id } = await make();
    const save = (values: Record<string, unknown>) =>
      commands.execute(new SaveFormDraft(workspaceId, id, values));
    await save({ street: 'Har', parcels: 99 });
    await save({ street: 'Harb' });
    expect((await show(id)).values).toEqual({ street: 'Harb' });
    await expect(save({ parcels: 'three' })).rejects.toMatchObject({ errors: [{ path: 'values.parcels' }] });
    await submit(id);
    await expect(save({})).rejects.toMatchObject({ code: 'form_submitted' });
    expect((await show(id)).values).toMatchObject({ street: 'Harbour Road 7' });
  });

  it('expires after a day with its draft, and is gone a week later [VE-09]', async () => {
    const [draft, submitted] = [(await make()).id, (await make()).id];
    await commands.execute(new SaveFormDraft(workspaceId, draft, { street: 'Har' }));
    await submit(submitted);
    for (const id of [draft, submitted]) await age(id, '25 hours');
    expect(await show(draft)).toMatchObject({ status: 'expired', values: null });
    await expect(submit(draft)).rejects.toMatchObject({ kind: 'gone', code: 'form_expired' });
    await expect(commands.execute(new SaveFormDraft(workspaceId, draft, {}))).rejects.toMatchObject({
      kind: 'gone',
    });
    const erase = app.app.get(EraseExpiredForms);
    await erase.run();
    const drafts = await stored.query('SELECT 1 FROM agent.forms WHERE id = $1 AND draft IS NULL', [draft]);
    expect(drafts).toHaveLength(1);
    for (const id of [draft, submitted]) await age(id, '7 days');
    await erase.run();
    await expect(show(draft)).rejects.toMatchObject({ kind: 'not_found' });
    expect(await show(submitted)).toMatchObject({ status: 'submitted' });
  });

  it('goes back to its agent as a message in the conversation, once [VE-08]', async () => {
    const form = await make();
    const id = await submit(form.id);
    await Promise.all([handBack(id), handBack(id)]);
    await handBack(id);
    expect(await turnsOf(id)).toMatchObject([{ status: 'completed' }]);
    const messages = await messagesIn(form.conversationId);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(messages[2]).toMatchObject({
      id,
      content: expect.stringContaining('Street: Harbour Road 7') as string,
    });
    const { handedBackAt } = await show(form.id);
    expect(handedBackAt).not.toBeNull();
    expect(await submissionOf(id)).toMatchObject({
      caller: null,
      submitted_by: SOMEBODY.userId,
      error: null,
    });
  });

  it('goes back with the rights of whoever filled it in', async () => {
    const { id: formId } = await make();
    const id = await submit(formId);
    const execute = jest.spyOn(commands, 'execute');
    await handBack(id);
    const turn = execute.mock.calls.map(([command]) => command).find((one) => one instanceof RunTurn);
    expect(turn).toMatchObject({ workspaceId, input: { turnId: id, caller: SOMEBODY } });
  });

  it('is one turn although the process stopped right after it [VE-08]', async () => {
    const form = await make();
    const id = await submit(form.id);
    jest.spyOn(app.app.get(FaultPoints), 'reach').mockRejectedValueOnce(new Error('killed'));
    await expect(handBack(id)).rejects.toThrow('killed');
    expect((await show(form.id)).handedBackAt).toBeNull();
    await handBack(id);
    expect(await messagesIn(form.conversationId)).toHaveLength(4);
    expect((await show(form.id)).handedBackAt).not.toBeNull();
  });

  it('waits through an outage, longer each time, and is found again', async () => {
    const { id: formId } = await make();
    const id = await submit(formId);
    const down = new DomainError({ kind: 'unavailable', code: 'down', detail: 'Not now.' });
    const original = commands.execute.bind(commands);
    jest.spyOn(commands, 'execute').mockImplementation((command) => {
      return command instanceof RunTurn ? Promise.reject(down) : original(command);
    });
    await handBack(id);
    await handBack(id);
    const { attempts, due_at, submitted_at } = await submissionOf(id);
    expect(attempts).toBe(2);
    expect(Number(due_at) - Number(submitted_at)).toBeGreaterThan(29_000);
    const add = jest.spyOn(app.app.get(DataQueue), 'add').mockResolvedValue();
    const find = () => app.app.get(FindUnheardForms).run();
    await find();
    expect(add).not.toHaveBeenCalledWith('hand-back-form', expect.objectContaining({ subjectId: id }));
    await stored.query('UPDATE agent.form_submissions SET due_at = now() WHERE id = $1', [id]);
    await find();
    expect(add).toHaveBeenCalledWith('hand-back-form', { workspaceId, subjectId: id });
  });

  it.each([
    ['its conversation is gone', { conversationId: uuidv7() }],
    ['its agent is gone', { agent: 'nobody' }],
  ])('is a dead letter when %s, and can be tried again', async (_, more) => {
    const { id: formId } = await make(more);
    const id = await submit(formId);
    await handBack(id);
    expect(await submissionOf(id)).toMatchObject({
      may_retry: true,
      attempts: 1,
      error: expect.stringMatching(/no such/) as string,
    });
    const open = (await letters()).filter(({ subject_id }) => subject_id === id);
    expect(open).toMatchObject([{ status: 'open', event_type: 'agent.form-retry-asked.v1' }]);
    const source = app.app.get(FormDeadLetterSource);
    const failed = await source.failedAfter('00000000-0000-0000-0000-000000000000', 100);
    expect(failed.map((one) => one.id)).toContain(id);
    expect(await source.stillFailed([{ workspaceId, id }])).toEqual([id]);
    await handBack(id);
    expect((await submissionOf(id)).attempts).toBe(1);
  });

  it('gives up after twelve attempts, where somebody sees it', async () => {
    const { id: formId } = await make();
    const id = await submit(formId);
    await stored.query('UPDATE agent.form_submissions SET attempts = 11 WHERE id = $1', [id]);
    const original = commands.execute.bind(commands);
    jest.spyOn(commands, 'execute').mockImplementation((command) => {
      return command instanceof RunTurn ? Promise.reject(new Error('Always')) : original(command);
    });
    await handBack(id);
    expect(await submissionOf(id)).toMatchObject({ may_retry: true, attempts: 12, error: 'Always' });
  });
});
