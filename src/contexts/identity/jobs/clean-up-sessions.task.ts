import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';

const KEPT_DAYS = 30;
/** So that no statement holds its locks for long. */
const AT_ONCE = 5_000;

/** What is over is kept for a while, for the questions that come after a theft; then nothing remembers it. */
@Injectable()
export class CleanUpSessions extends PeriodicTask {
  readonly name = 'identity.clean-up-sessions';
  readonly everySeconds = 3_600;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_DAYS * 86_400_000);
    await this.deleteAll(oldSessions(before));
  }

  private async deleteAll(some: Statement): Promise<void> {
    while ((await this.database.query(NO_TENANT, some)).length === AT_ONCE);
  }
}

/** Their tokens go with them. */
function oldSessions(before: Date): Statement {
  return sql`
    DELETE FROM identity.sessions WHERE id IN (
      SELECT id FROM identity.sessions WHERE least(ended_at, expires_at) < ${before} LIMIT ${AT_ONCE})
    RETURNING 1`;
}
