import { getQueueToken } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { Client } from 'pg';
import { uuidv7 } from '../../src/kernel/ids';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { FindLostMails } from '../../src/platform/mail/find-lost-mails';
import { requestMail } from '../../src/platform/mail/mail-request';
import { type MailContent, MailTemplate } from '../../src/platform/mail/mail-template';
import { AggregateStore } from '../../src/platform/outbox/aggregate-store';
import { DeliveryLog } from '../../src/platform/outbox/delivery-log';
import { Runtime } from '../../src/platform/runtime';
import { requestContext } from '../../src/platform/telemetry/request-context';
import { eventually } from '../support/eventually';
import { mailsOf, secretIn, waitForMail } from '../support/mailbox';
import { startPlatform, type TestPlatform } from '../support/platform';
import { smtpAnswer, startMailServer, type TestMailServer } from '../support/smtp';

const SECRET = 'pls_made-at-the-moment-of-sending';
const heardRequestIds: (string | undefined)[] = [];

@Injectable()
class Greeting extends MailTemplate {
  readonly kind = 'test.greeting';

  compose({ name = '' }: Readonly<Record<string, string>>): MailContent {
    heardRequestIds.push(requestContext.getStore()?.requestId);
    const action = { label: 'Greet back', url: `https://parley.test/greet#token=${SECRET}` };
    return { subject: `Hello ${name}`, paragraphs: ['How are you?'], action };
  }
}

@Injectable()
class SameGreeting extends Greeting {}

interface MailRow {
  readonly recipient: string | null;
  readonly params: object;
  readonly sent_at: Date | null;
  readonly failed_at: Date | null;
  readonly message_id: string | null;
}

const ASAP = { MAIL_BACKOFF_MS: '10', MAIL_ATTEMPTS: '3' };

describe('Mails', () => {
  let smtp: TestMailServer;
  let platform: TestPlatform;
  let owner: Client;
  const workspaceId = uuidv7();

  beforeAll(async () => {
    smtp = await startMailServer();
    platform = await startPlatform([Greeting], { ...ASAP, SMTP_URL: smtp.url });
    owner = new Client({ connectionString: platform.ownerUrl });
    await owner.connect();
    // Only the test sees more by this: the application's logins are not the owner.
    for (const table of ['mails', 'outbox', 'deliveries', 'dead_letters']) {
      await owner.query(`ALTER TABLE platform.${table} NO FORCE ROW LEVEL SECURITY`);
    }
  });
  afterAll(async () => {
    await owner.end();
    await platform.stop();
    await smtp.stop();
  });
  beforeEach(() => {
    smtp.received.length = 0;
    smtp.answer = () => null;
    heardRequestIds.length = 0;
  });

  async function ask(to: string, overrides: { workspaceId?: string | null; kind?: string } = {}) {
    const wish = { workspaceId, kind: 'test.greeting', to, params: { name: 'Ada' }, ...overrides };
    const { row, event } = requestMail(wish);
    await platform.module.get(AggregateStore).commit(wish.workspaceId ?? NO_TENANT, [row], [event]);
    return event.mailId;
  }
  const rowOf = async (mailId: string) =>
    (await owner.query<MailRow>('SELECT * FROM platform.mails WHERE id = $1', [mailId])).rows[0]!;
  const lettersAbout = async (mailId: string) =>
    (await owner.query<object>('SELECT * FROM platform.dead_letters WHERE subject_id = $1', [mailId])).rows;
  const queue = () => platform.module.get<Queue>(getQueueToken('email'), { strict: false });
  const becomes = (mailId: string, state: 'sent_at' | 'failed_at') =>
    eventually(async () => expect((await rowOf(mailId))[state]).not.toBeNull(), 10_000);

  it.each([
    ['a workspace', workspaceId],
    ['nobody', null],
  ])('is sent once it is committed, on a queue of its own, for %s [CH-32 QU-01]', async (_, workspace) => {
    const mailId = await requestContext.run({ requestId: 'req-7', traceparent: null }, () =>
      ask('ada@example.test', { workspaceId: workspace }),
    );
    await becomes(mailId, 'sent_at');
    expect(smtp.received).toMatchObject([
      { to: 'ada@example.test', subject: 'Hello Ada', messageId: `<${mailId}@localhost>` },
    ]);
    expect(secretIn(smtp.received[0]!)).toBe(SECRET);
    expect(heardRequestIds).toEqual(['req-7']);
  });

  it('keeps neither the address nor the words of a mail that was sent', async () => {
    const mailId = await ask('canary@example.test');
    await becomes(mailId, 'sent_at');
    const row = await rowOf(mailId);
    expect(row).toMatchObject({ recipient: null, params: {}, message_id: `<${mailId}@localhost>` });
    await eventually(async () => expect(await queue().getJob(mailId)).toBeFalsy());
    const events = await owner.query('SELECT payload FROM platform.outbox WHERE aggregate_id = $1', [mailId]);
    expect(JSON.stringify([row, events.rows])).not.toMatch(/canary|Ada|pls_/);
  });

  it('holds no address and no secret in the queue while it waits', async () => {
    smtp.answer = () => smtpAnswer(450, 'busy');
    await queue().pause();
    const mailId = await ask('canary@example.test');
    const job = await eventually(async () => {
      const found = await queue().getJob(mailId);
      expect(found).toBeTruthy();
      return found!;
    });
    expect(JSON.stringify(job.data)).not.toMatch(/canary|Ada|pls_/);
    smtp.answer = () => null;
    await queue().resume();
    await becomes(mailId, 'sent_at');
  });

  it('does not exist where its cause was rolled back', async () => {
    const { row, event } = requestMail({ workspaceId, kind: 'test.greeting', to: 'a@b.test', params: {} });
    const store = platform.module.get(AggregateStore);
    await expect(store.commit(workspaceId, [row, sql`SELECT 1 / 0`], [event])).rejects.toThrow();
    expect(await rowOf(event.mailId)).toBeUndefined();
  });

  it('is tried again after a 450, and then sent once', async () => {
    const before = smtp.asked();
    smtp.answer = (_, asked) => (asked === before + 1 ? smtpAnswer(450, '4.2.1 later') : null);
    const mailId = await ask('ada@example.test');
    await becomes(mailId, 'sent_at');
    expect(smtp.asked() - before).toBe(2);
    expect(smtp.received).toHaveLength(1);
    expect(await lettersAbout(mailId)).toEqual([]);
  });

  it('is given up at once after a 550, and an operator can have it sent after all', async () => {
    const before = smtp.asked();
    smtp.answer = (to) => smtpAnswer(550, `5.1.1 ${to} is unknown`);
    const mailId = await ask('canary@example.test', { workspaceId: null });
    await becomes(mailId, 'failed_at');
    expect(smtp.asked() - before).toBe(1);
    const [letter] = await lettersAbout(mailId);
    expect(letter).toMatchObject({ workspace_id: null, name: 'email', attempts: 1, status: 'open' });
    expect(JSON.stringify(letter)).not.toContain('canary');

    smtp.answer = () => null;
    await owner.query(
      `INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload)
       SELECT gen_random_uuid(), workspace_id, (payload ->> 'aggregateId')::uuid, event_type, payload
       FROM platform.dead_letters WHERE subject_id = $1`,
      [mailId],
    );
    await becomes(mailId, 'sent_at');
    expect(smtp.received).toHaveLength(1);
    expect((await rowOf(mailId)).failed_at).toBeNull();
  });

  it('becomes a dead letter of its workspace after its last attempt', async () => {
    const before = smtp.asked();
    smtp.answer = () => smtpAnswer(451, 'never');
    const mailId = await ask('ada@example.test');
    await becomes(mailId, 'failed_at');
    expect(smtp.asked() - before).toBe(3);
    expect(await lettersAbout(mailId)).toMatchObject([
      {
        workspace_id: workspaceId,
        name: 'email',
        attempts: 3,
        error: 'The mail server answered 451 to RCPT TO.',
      },
    ]);
  });

  it('becomes a dead letter when no template is for its kind', async () => {
    const mailId = await ask('ada@example.test', { kind: 'test.unheard-of' });
    await becomes(mailId, 'failed_at');
    expect(await lettersAbout(mailId)).toMatchObject([
      { error: 'This version has no template for mails of the kind test.unheard-of' },
    ]);
  });

  it('is not sent again when its event is delivered twice', async () => {
    const mailId = await ask('ada@example.test');
    await becomes(mailId, 'sent_at');
    await owner.query(
      `INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload)
       SELECT gen_random_uuid(), workspace_id, aggregate_id, type, payload FROM platform.outbox WHERE aggregate_id = $1`,
      [mailId],
    );
    await eventually(async () => {
      const done = `SELECT 1 FROM platform.deliveries WHERE aggregate_id = $1 AND state = 'done'`;
      expect((await owner.query(done, [mailId])).rowCount).toBe(2);
      expect(await queue().getJob(mailId)).toBeFalsy();
    });
    expect(smtp.received).toHaveLength(1);
  });

  it('is found when the queue has lost it, once it has waited long', async () => {
    const { row, event } = requestMail({
      workspaceId,
      kind: 'test.greeting',
      to: 'lost@example.test',
      params: {},
    });
    await platform.module.get(Database).batch(workspaceId, [row]);
    await platform.module.get(FindLostMails).run();
    expect(await queue().getJob(event.mailId)).toBeFalsy();
    await owner.query(`UPDATE platform.mails SET requested_at = now() - interval '6 minutes' WHERE id = $1`, [
      event.mailId,
    ]);
    await platform.module.get(FindLostMails).run();
    await becomes(event.mailId, 'sent_at');
    expect(smtp.received.map(({ to }) => to)).toEqual(['lost@example.test']);
  });

  it('is found too when the queue has lost what an operator had it try again', async () => {
    smtp.answer = () => smtpAnswer(550, 'no');
    const mailId = await ask('again@example.test');
    await becomes(mailId, 'failed_at');
    await eventually(async () => expect(await queue().getJob(mailId)).toBeFalsy());
    smtp.answer = () => null;
    await queue().pause();
    await owner.query(
      `INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload)
       SELECT gen_random_uuid(), workspace_id, (payload ->> 'aggregateId')::uuid, event_type, payload
       FROM platform.dead_letters WHERE subject_id = $1`,
      [mailId],
    );
    const job = await eventually(async () => {
      const found = await queue().getJob(mailId);
      expect(found).toBeTruthy();
      return found!;
    });
    await job.remove();
    await queue().resume();
    await owner.query(`UPDATE platform.mails SET requested_at = now() - interval '6 minutes' WHERE id = $1`, [
      mailId,
    ]);
    await platform.module.get(FindLostMails).run();
    await becomes(mailId, 'sent_at');
    expect(smtp.received.map(({ to }) => to)).toEqual(['again@example.test']);
  });

  it('is seen in its own workspace only [T1]', async () => {
    smtp.answer = () => smtpAnswer(550, 'no');
    const ids = [await ask('one@example.test'), await ask('two@example.test', { workspaceId: null })];
    for (const id of ids) await becomes(id, 'failed_at');
    const seenIn = async (scope: string | typeof NO_TENANT) => {
      const rows = await platform.module
        .get(Database)
        .query<{ id: string }>(scope, sql`SELECT id FROM platform.mails WHERE id = ANY(${ids}::uuid[])`);
      return rows.map(({ id }) => id);
    };
    expect(await seenIn(workspaceId)).toEqual([ids[0]]);
    expect(await seenIn(NO_TENANT)).toEqual([ids[1]]);
    expect(await seenIn(uuidv7())).toEqual([]);
  });

  it('is forgotten after thirty days', async () => {
    const [old, recent] = [await ask('a@example.test'), await ask('b@example.test')];
    for (const id of [old, recent]) await becomes(id, 'sent_at');
    const age = `UPDATE platform.mails SET requested_at = now() - make_interval(days => $2) WHERE id = $1`;
    await owner.query(age, [old, 31]);
    await owner.query(age, [recent, 29]);
    await platform.module.get(DeliveryLog).prune(7);
    expect([await rowOf(old), (await rowOf(recent)).sent_at]).toEqual([undefined, expect.any(Date)]);
  });
});

describe('Mails without a mail server', () => {
  it('lie in the data directory', async () => {
    const platform = await startPlatform([Greeting], ASAP);
    try {
      const runtime = platform.module.get(Runtime);
      expect(mailsOf({ runtime })).toEqual([]);
      const mail = {
        workspaceId: null,
        kind: 'test.greeting',
        to: 'eve@example.test',
        params: { name: 'Eve' },
      };
      const { row, event } = requestMail(mail);
      await platform.module.get(AggregateStore).commit(NO_TENANT, [row], [event]);
      const received = await waitForMail({ runtime }, 'eve@example.test', 'Hello');
      expect(received.text).toContain('How are you?');
      expect(secretIn(received)).toBe(SECRET);
    } finally {
      await platform.stop();
    }
  });

  it('let no process start that has two templates of one kind', async () => {
    const start = startPlatform([Greeting, SameGreeting], {});
    await expect(start).rejects.toThrow(/Greeting and SameGreeting.*test\.greeting/);
  });
});
