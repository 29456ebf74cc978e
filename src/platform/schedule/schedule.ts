import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Database, NO_TENANT } from '../database/database';
import { sql } from '../database/sql';
import { Runtime } from '../runtime';
import { PeriodicTask } from './periodic-task';

const LOOK_EVERY_MS = 5_000;

/** Who moves the due time runs the task. A process that dies in the middle costs one round. */
@Injectable()
export class Schedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Schedule.name);
  private tasks: PeriodicTask[] = [];
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;

  constructor(
    private readonly runtime: Runtime,
    private readonly discovery: DiscoveryService,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks = this.discovery
      .getProviders()
      .map(({ instance }): unknown => instance)
      .filter((instance): instance is PeriodicTask => instance instanceof PeriodicTask);
    if (this.runtime.settings.role === 'api') return;
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  /** Runs what is due, one after the other. */
  async runDue(): Promise<void> {
    for (const task of this.tasks) {
      if (await this.takeTurn(task)) await this.attempt(task);
    }
  }

  private look(): void {
    this.round ??= this.runDue()
      .catch((error: Error) => this.logger.warn(`The schedule pauses: ${error.message}`))
      .finally(() => (this.round = null));
  }

  private async takeTurn({ name, everySeconds }: PeriodicTask): Promise<boolean> {
    const turns = await this.database.query(
      NO_TENANT,
      sql`
        INSERT INTO platform.schedule AS known (task, due_at) VALUES (${name}, now() + make_interval(secs => ${everySeconds}))
        ON CONFLICT (task) DO UPDATE SET due_at = excluded.due_at WHERE known.due_at <= now()
        RETURNING 1`,
    );
    return turns.length === 1;
  }

  private async attempt(task: PeriodicTask): Promise<void> {
    try {
      await task.run();
    } catch (error) {
      this.logger.warn(`${task.name} failed, and comes round again: ${(error as Error).message}`);
    }
  }
}
