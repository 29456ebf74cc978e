import { Injectable } from '@nestjs/common';
import { Client } from 'pg';
import { PeriodicTask } from '../../src/platform/schedule/periodic-task';
import { Schedule } from '../../src/platform/schedule/schedule';
import { startPlatform, type TestPlatform } from '../support/platform';

let rounds: string[] = [];

@Injectable()
class Sweeping extends PeriodicTask {
  readonly name = 'sweeping';
  readonly everySeconds = 3_600;

  run(): Promise<void> {
    rounds.push(this.name);
    return Promise.reject(new Error('the broom broke'));
  }
}

@Injectable()
class Dusting extends PeriodicTask {
  readonly name = 'dusting';
  readonly everySeconds = 3_600;

  run(): Promise<void> {
    rounds.push(this.name);
    return Promise.resolve();
  }
}

describe('The schedule', () => {
  let first: TestPlatform;
  let second: TestPlatform;
  let owner: Client;

  beforeAll(async () => {
    first = await startPlatform([Sweeping, Dusting]);
    second = await startPlatform([Sweeping, Dusting], { DATABASE_URL: first.ownerUrl });
    owner = new Client({ connectionString: first.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await second.stop();
    await first.stop();
  });
  beforeEach(async () => {
    rounds = [];
    await owner.query('UPDATE platform.schedule SET due_at = now()');
  });

  const both = () => Promise.all([first, second].map(({ module }) => module.get(Schedule).runDue()));

  it('runs a task in one of two processes, and one that fails hinders no other', async () => {
    await both();
    expect([...rounds].sort()).toEqual(['dusting', 'sweeping']);
  });

  it('runs nothing before its time', async () => {
    await both();
    await both();
    expect(rounds).toHaveLength(2);
  });
});
