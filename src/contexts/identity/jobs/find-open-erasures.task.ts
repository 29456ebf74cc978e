import { Injectable } from '@nestjs/common';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { ERASE } from './erase-person.task';

const ERASURES_AT_ONCE = 100;

/** Nobody who wants to be forgotten should have to ask twice, whatever becomes of a job. */
@Injectable()
export class FindOpenErasures extends PeriodicTask {
  readonly name = 'identity.erasures';
  readonly everySeconds = 60;

  constructor(
    private readonly database: Database,
    private readonly queue: DataQueue,
  ) {
    super();
  }

  async run(): Promise<void> {
    const open = await this.database.query<{ id: string }>(
      NO_TENANT,
      sql`SELECT id FROM identity.erasures WHERE completed_at IS NULL ORDER BY id LIMIT ${ERASURES_AT_ONCE}`,
    );
    for (const { id } of open) await this.queue.add(ERASE, { subjectId: id });
  }
}
