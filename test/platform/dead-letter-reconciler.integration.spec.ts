import { Injectable } from '@nestjs/common';
import { Client } from 'pg';
import { type DomainEvent } from '../../src/kernel/domain-event';
import { uuidv7 } from '../../src/kernel/ids';
import { ExportRequested } from '../../src/platform/data-rights/export-requested.event';
import { Database } from '../../src/platform/database/database';
import {
  DeadLetterSource,
  type FailedSubject,
  type LetterSubject,
} from '../../src/platform/dead-letters/dead-letter-source';
import { ReconcileDeadLetters } from '../../src/platform/dead-letters/reconcile-dead-letters.task';
import { MailRequested } from '../../src/platform/mail/mail-requested.event';
import { deadLetter } from '../../src/platform/outbox/dead-letter';
import { startPlatform, type TestPlatform } from '../support/platform';

class BakeAgain implements DomainEvent {
  static readonly type = 'test.bake-again.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}

class SweepAgain implements DomainEvent {
  static readonly type = 'test.sweep-again.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}

const workspaceId = uuidv7();

/** Loaves that are burnt, kept in memory. */
@Injectable()
class BurntLoaves extends DeadLetterSource {
  readonly queue = 'oven';
  readonly saysAgain = BakeAgain;
  burnt: string[] = [];

  failedAfter(id: string, limit: number): Promise<FailedSubject[]> {
    const page = this.burnt.filter((one) => one > id).sort();
    const failed = page.slice(0, limit).map((one) => ({
      ...{ id: one, workspaceId, attempts: 2, failedAt: new Date('2026-11-24T10:00:00Z') },
      retryWith: new BakeAgain(workspaceId, one),
    }));
    return Promise.resolve(failed);
  }

  stillFailed(subjects: readonly LetterSubject[]): Promise<string[]> {
    return Promise.resolve(subjects.map(({ id }) => id).filter((id) => this.burnt.includes(id)));
  }
}

interface Letter {
  readonly subject_id: string;
  readonly status: string;
  readonly attempts: number;
  readonly event_type: string;
  readonly payload: object;
}

describe('What has failed for good and the open dead letters', () => {
  let platform: TestPlatform;
  let owner: Client;
  let loaves: BurntLoaves;

  beforeAll(async () => {
    platform = await startPlatform([BurntLoaves], { ROLE: 'api' });
    loaves = platform.module.get(BurntLoaves);
    owner = new Client({ connectionString: platform.ownerUrl });
    await owner.connect();
    for (const table of ['dead_letters', 'mails', 'exports']) {
      await owner.query(`ALTER TABLE platform.${table} NO FORCE ROW LEVEL SECURITY`);
    }
  });
  afterAll(async () => {
    await owner.end();
    await platform.stop();
  });
  beforeEach(async () => {
    loaves.burnt = [];
    await owner.query('DELETE FROM platform.dead_letters');
  });

  const reconcile = () => platform.module.get(ReconcileDeadLetters).run();
  const write = (subjectId: string, retryWith: DomainEvent = new BakeAgain(workspaceId, subjectId)) =>
    platform.module
      .get(Database)
      .query(
        workspaceId,
        deadLetter({ workspaceId, queue: 'oven', subjectId, retryWith, error: 'burnt', attempts: 3 }),
      );
  const close = (status: string, ago = '0 minutes') =>
    owner.query('UPDATE platform.dead_letters SET status = $1, closed_at = now() - $2::interval', [
      status,
      ago,
    ]);
  const letters = async (): Promise<Letter[]> =>
    (await owner.query<Letter>('SELECT * FROM platform.dead_letters ORDER BY id')).rows;
  const open = async () =>
    (await letters()).filter(({ status }) => status === 'open').map(({ subject_id }) => subject_id);

  it('become the same set, from both sides, however many there are [I3 Q9]', async () => {
    const wellAgain = uuidv7();
    await write(wellAgain);
    loaves.burnt = Array.from({ length: 1_203 }, () => uuidv7());
    await write(loaves.burnt[7]!);
    await reconcile();
    expect((await open()).sort()).toEqual([...loaves.burnt].sort());
    const [settled] = (await letters()).filter(({ subject_id }) => subject_id === wellAgain);
    expect(settled).toMatchObject({ status: 'resolved' });

    loaves.burnt = loaves.burnt.slice(0, 2);
    await reconcile();
    expect((await open()).sort()).toEqual([...loaves.burnt].sort());
  });

  it('are left alone where they agree', async () => {
    loaves.burnt = [uuidv7()];
    await write(loaves.burnt[0]!);
    const before = await letters();
    await reconcile();
    await Promise.all([reconcile(), reconcile()]);
    expect(await letters()).toEqual(before);
  });

  it('can be retried either way: a letter that was missing knows what to say again', async () => {
    const [loaf] = (loaves.burnt = [uuidv7()]);
    await reconcile();
    expect(await letters()).toMatchObject([
      {
        ...{ workspace_id: workspaceId, source: 'queue', name: 'oven', subject_id: loaf, attempts: 2 },
        event_type: BakeAgain.type,
        payload: { workspaceId, aggregateId: loaf },
        first_failed_at: new Date('2026-11-24T10:00:00Z'),
      },
    ]);
  });

  it('differ by what somebody has discarded: that is not brought up again', async () => {
    loaves.burnt = [uuidv7()];
    await write(loaves.burnt[0]!);
    await close('discarded', '1 year');
    await reconcile();
    expect(await open()).toEqual([]);
  });

  it('differ while a retry is on its way, and not for ever', async () => {
    loaves.burnt = [uuidv7()];
    await write(loaves.burnt[0]!);
    await close('retried', '2 minutes');
    await reconcile();
    expect(await open()).toEqual([]);
    await close('retried', '1 hour');
    await reconcile();
    expect(await open()).toEqual(loaves.burnt);
  });

  it('are compared per kind: a letter of the same queue about something else is not touched', async () => {
    const broom = uuidv7();
    await write(broom, new SweepAgain(workspaceId, broom));
    await reconcile();
    expect(await open()).toEqual([broom]);
  });

  it.each([workspaceId, null])('agree about mails, of a workspace or of nobody [I3]', async (whose) => {
    const id = uuidv7();
    await owner.query(
      `INSERT INTO platform.mails (id, workspace_id, kind, recipient, params, failed_at)
       VALUES ($1, $2, 'test', 'ada@example.com', '{}', now())`,
      [id, whose],
    );
    await reconcile();
    expect(await letters()).toMatchObject([
      { name: 'email', subject_id: id, payload: { ...new MailRequested(whose, id) }, status: 'open' },
    ]);
    await owner.query('DELETE FROM platform.mails WHERE id = $1', [id]);
    await reconcile();
    expect(await open()).toEqual([]);
  });

  it('agree about exports [I3]', async () => {
    const [id, userId] = [uuidv7(), uuidv7()];
    await owner.query(
      `INSERT INTO platform.exports (id, workspace_id, user_id, status, run, expires_at)
       VALUES ($1, $2, $3, 'failed', 3, now() + interval '7 days')`,
      [id, workspaceId, userId],
    );
    await reconcile();
    const payload = { ...new ExportRequested(workspaceId, userId, id) };
    expect(await letters()).toMatchObject([{ name: 'data', subject_id: id, attempts: 3, payload }]);
    await owner.query(`UPDATE platform.exports SET status = 'ready' WHERE id = $1`, [id]);
    await reconcile();
    expect(await open()).toEqual([]);
  });
});
