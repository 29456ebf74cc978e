import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { RunLog, type ToldEvent } from '../domain/run-log';

@Injectable()
export class PostgresRunLog extends RunLog {
  constructor(private readonly database: Database) {
    super();
  }

  async append(workspaceId: string, runId: string, events: readonly ToldEvent[]): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        INSERT INTO agent.run_events (workspace_id, run_id, first, last, events)
        VALUES (${workspaceId}, ${runId}, ${events[0]!.number}, ${events.at(-1)!.number}, ${JSON.stringify(events)}::jsonb)
        ON CONFLICT DO NOTHING`,
    );
  }
}
