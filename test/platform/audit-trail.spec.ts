import { Logger } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { Clock } from '../../src/kernel/clock';
import { uuidv7 } from '../../src/kernel/ids';
import { AuditTrail } from '../../src/platform/audit/audit-trail';
import { AuditWriter } from '../../src/platform/audit/audit-writer';
import { type PendingAct } from '../../src/platform/audit/repeated-acts';

class SteppingClock extends Clock {
  private time = Date.parse('2026-11-21T10:00:00Z');

  now(): Date {
    return new Date(this.time);
  }

  pass(seconds: number): void {
    this.time += seconds * 1_000;
  }
}

/** Remembers what it was given, and can be out of order. */
class Paper extends AuditWriter {
  written: PendingAct[] = [];
  isOut = false;

  constructor() {
    super(undefined as never);
  }

  override write(acts: readonly PendingAct[]): Promise<PendingAct[]> {
    if (this.isOut) return Promise.resolve([...acts]);
    this.written.push(...acts);
    return Promise.resolve([]);
  }
}

const denied = { action: 'platform.access_denied', detail: { code: 'forbidden', route: '/x' } };

describe('the audit trail', () => {
  let clock: SteppingClock;
  let paper: Paper;
  let trail: AuditTrail;
  let counter: Counter;

  beforeEach(() => {
    Logger.overrideLogger(false);
    clock = new SteppingClock();
    paper = new Paper();
    counter = new Counter({
      name: 'denials',
      help: '-',
      labelNames: ['action'],
      registers: [new Registry()],
    });
    trail = new AuditTrail(paper, clock, counter);
  });

  const counts = () => paper.written.map(({ record }) => record.count);

  it('writes the first of its kind at once, and the rest of the minute as one entry with their number', async () => {
    for (let i = 0; i < 500; i++) trail.note(null, denied);
    await trail.flush();
    expect(counts()).toEqual([1]);
    clock.pass(59);
    await trail.flush();
    expect(counts()).toEqual([1]);
    clock.pass(1);
    await trail.flush();
    expect(counts()).toEqual([1, 499]);
    expect(new Set(paper.written.map(({ record }) => record.id)).size).toBe(2);
    trail.note(null, denied);
    await trail.flush();
    expect(counts()).toEqual([1, 499, 1]);
  });

  it('tells apart what differs in log, action, detail or subject, and when each was', async () => {
    const workspaceId = uuidv7();
    trail.note(null, denied);
    trail.note(workspaceId, denied);
    trail.note(null, { ...denied, action: 'platform.rate_denied' });
    trail.note(null, { ...denied, detail: { ...denied.detail, route: '/y' } });
    trail.note(null, { ...denied, subject: { kind: 'user', id: uuidv7() } });
    await trail.flush();
    expect(counts()).toEqual([1, 1, 1, 1, 1]);
    expect(paper.written[1]).toMatchObject({
      workspaceId,
      record: { outcome: 'denied', detail: { ...denied.detail, at: '2026-11-21T10:00:00.000Z' } },
    });
  });

  it('keeps what cannot be written, in its order, until it can', async () => {
    paper.isOut = true;
    trail.note(null, { action: 'test.one' });
    await trail.flush();
    trail.note(null, { action: 'test.two' });
    await trail.flush();
    expect(paper.written).toEqual([]);
    paper.isOut = false;
    await trail.flush();
    expect(paper.written.map(({ record }) => record.action)).toEqual(['test.one', 'test.two']);
  });

  it('is bounded, and says how many it could not list', async () => {
    paper.isOut = true;
    for (let i = 0; i < 10_500; i++) trail.note(null, { ...denied, detail: { i } });
    for (let minute = 0; minute < 5; minute++) {
      clock.pass(60);
      await trail.flush();
    }
    paper.isOut = false;
    await trail.flush();
    await trail.flush();
    const listed = paper.written.filter(({ record }) => record.action === denied.action).length;
    expect(listed).toBeLessThanOrEqual(10_000);
    expect(paper.written.at(-1)!.record).toMatchObject({
      action: 'platform.denials_not_listed',
      count: 10_500 - listed,
    });
  });

  it('writes all it has when the process ends, and what is refused after that too', async () => {
    for (let i = 0; i < 3; i++) trail.note(null, denied);
    await trail.beforeApplicationShutdown();
    expect(counts()).toEqual([1, 2]);
    trail.note(null, { action: 'test.late' });
    await trail.flush();
    expect(paper.written.at(-1)!.record.action).toBe('test.late');
  });

  it('counts every denial by its action, listed or not', async () => {
    for (let i = 0; i < 7; i++) trail.note(null, denied);
    trail.note(null, { action: 'test.done', outcome: 'done' });
    const { values } = await counter.get();
    expect(values).toMatchObject([{ value: 7, labels: { action: denied.action } }]);
  });
});
