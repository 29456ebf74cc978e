import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { Client } from 'pg';
import { type DomainEvent } from '../../src/kernel/domain-event';
import { uuidv7 } from '../../src/kernel/ids';
import { Database } from '../../src/platform/database/database';
import { loginUrl } from '../../src/platform/database/roles';
import { sql } from '../../src/platform/database/sql';
import { AggregateStore } from '../../src/platform/outbox/aggregate-store';
import { DeliveryLog } from '../../src/platform/outbox/delivery-log';
import { RelayDatabase } from '../../src/platform/outbox/relay-database';
import { requestContext } from '../../src/platform/telemetry/request-context';
import { eventually } from '../support/eventually';
import { startPlatform, type TestPlatform } from '../support/platform';

class ThingHappened implements DomainEvent {
  static readonly type = 'test.thing-happened.v1';
  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
    readonly number: number,
  ) {}
}

const heard: { reaction: string; number: number; aggregateId: string; requestId?: string }[] = [];
const failing = new Map<number, number>();

@EventsHandler(ThingHappened)
class RememberThing implements IEventHandler<ThingHappened> {
  handle(event: ThingHappened): void {
    const { number, aggregateId } = event;
    expect(event).toBeInstanceOf(ThingHappened);
    heard.push({
      reaction: 'remember',
      number,
      aggregateId,
      requestId: requestContext.getStore()?.requestId,
    });
  }
}

@EventsHandler(ThingHappened)
class StumbleOverThing implements IEventHandler<ThingHappened> {
  async handle({ number, aggregateId }: ThingHappened): Promise<void> {
    const left = failing.get(number) ?? 0;
    failing.set(number, left - 1);
    await Promise.resolve();
    if (left > 0) throw new Error(`stumbled over ${number}`);
    heard.push({ reaction: 'stumble', number, aggregateId });
  }
}

describe('the outbox', () => {
  let platform: TestPlatform;
  let store: AggregateStore;
  let relay: RelayDatabase;
  const workspaceId = uuidv7();

  beforeAll(async () => {
    platform = await startPlatform([RememberThing, StumbleOverThing]);
    store = platform.module.get(AggregateStore);
    relay = platform.module.get(RelayDatabase);
  });

  afterAll(() => platform.stop());

  beforeEach(() => {
    heard.length = 0;
    failing.clear();
  });

  const happen = (aggregateId: string, ...numbers: number[]) =>
    store.commit(
      workspaceId,
      [],
      numbers.map((number) => new ThingHappened(workspaceId, aggregateId, number)),
    );
  const numbersHeard = (reaction: string) =>
    heard.filter((h) => h.reaction === reaction).map((h) => h.number);

  it('brings an event to every reaction, with the request id of whoever caused it', async () => {
    await requestContext.run({ requestId: 'req-1', traceparent: null }, () => happen(uuidv7(), 1));
    await eventually(() => expect(heard).toHaveLength(2));
    expect(heard.find(({ reaction }) => reaction === 'remember')?.requestId).toBe('req-1');
  });

  it('writes the event if and only if the rows are written', async () => {
    const failure = store.commit(
      workspaceId,
      [sql`SELECT 1 / 0`],
      [new ThingHappened(workspaceId, uuidv7(), 2)],
    );
    await expect(failure).rejects.toThrow(/division by zero/);
    const rows = await relay.query(sql`SELECT 1 FROM platform.outbox WHERE payload ->> 'number' = '2'`);
    expect(rows).toEqual([]);
  });

  it('repeats only the reaction that failed', async () => {
    failing.set(3, 2);
    await happen(uuidv7(), 3);
    await eventually(() => expect(numbersHeard('stumble')).toEqual([3]), 10_000);
    expect(numbersHeard('remember')).toEqual([3]);
  });

  it('keeps the order of one aggregate even when its first event has to be repeated', async () => {
    const aggregateId = uuidv7();
    failing.set(10, 1);
    await happen(aggregateId, 10, 11, 12);
    await eventually(() => expect(numbersHeard('stumble')).toEqual([10, 11, 12]), 10_000);
  });

  it('does not lose an event whose transaction commits after a later one was published', async () => {
    const late = new Client({ connectionString: loginUrl(platform.ownerUrl, 'app') });
    await late.connect();
    const event = new ThingHappened(workspaceId, uuidv7(), 20);
    await late.query('BEGIN');
    await late.query(`SELECT set_config('app.workspace', $1, true)`, [workspaceId]);
    await late.query(
      `INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload) VALUES ($1, $2, $3, $4, $5)`,
      [uuidv7(), workspaceId, event.aggregateId, ThingHappened.type, JSON.stringify(event)],
    );
    await happen(uuidv7(), 21);
    await eventually(() => expect(numbersHeard('remember')).toEqual([21]));
    await late.query('COMMIT');
    await late.end();
    await eventually(() => expect(numbersHeard('remember')).toEqual([21, 20]));
  });

  it('buries what keeps failing as a dead letter that names the cause', async () => {
    failing.set(30, 1_000);
    const aggregateId = uuidv7();
    await happen(aggregateId, 30);
    await eventually(() => expect(numbersHeard('remember')).toContain(30));
    await eventually(async () => {
      await relay.query(
        sql`UPDATE platform.deliveries SET due_at = now() WHERE aggregate_id = ${aggregateId}`,
      );
      const [letter] = await relay.query(sql`
        SELECT source, name, error, attempts, status FROM platform.dead_letters WHERE workspace_id = ${workspaceId}`);
      expect(letter).toEqual({
        source: 'reaction',
        name: 'StumbleOverThing',
        error: 'stumbled over 30',
        attempts: 8,
        status: 'open',
      });
    }, 15_000);
  });

  it('delivers 1,000 events written at once by 20 writers exactly once', async () => {
    const numbers = Array.from({ length: 1_000 }, (_, i) => 1_000 + i);
    const writers = Array.from({ length: 20 }, (_, w) => numbers.filter((n) => n % 20 === w));
    await Promise.all(writers.map((mine) => happen(uuidv7(), ...mine)));
    await eventually(() => expect(heard).toHaveLength(2_000), 20_000);
    expect(numbersHeard('remember').sort((a, b) => a - b)).toEqual(numbers);
  });

  it('is cleared of what is old and done, and so are kept answers after a day', async () => {
    const database = platform.module.get(Database);
    const keep = (key: string, age: string) => sql`
      INSERT INTO platform.idempotency_keys (workspace_id, principal, route, key, request_hash, effect_id, locked_until, created_at)
      VALUES (${workspaceId}, 'p', 'r', ${key}, 'h', ${uuidv7()}, now(), now() - ${age}::interval)`;
    await database.batch(workspaceId, [keep('yesterday', '25 hours'), keep('today', '23 hours')]);
    await happen(uuidv7(), 40);
    await eventually(() => expect(numbersHeard('stumble')).toEqual([40]));
    await eventually(async () => {
      await relay.query(sql`UPDATE platform.outbox SET published_at = now() - interval '8 days'`);
      await platform.module.get(DeliveryLog).prune(7);
      // What lies in the dead letters is not done.
      expect(await relay.query(sql`SELECT payload -> 'number' AS number FROM platform.outbox`)).toEqual([
        { number: 30 },
      ]);
    });
    expect(await database.query(workspaceId, sql`SELECT key FROM platform.idempotency_keys`)).toEqual([
      { key: 'today' },
    ]);
  });

  it('hides events from the application itself', async () => {
    const rows = platform.module.get(Database).query(workspaceId, sql`SELECT 1 FROM platform.deliveries`);
    await expect(rows).rejects.toThrow(/permission denied/);
  });
});
