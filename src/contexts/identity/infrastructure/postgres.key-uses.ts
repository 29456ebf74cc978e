import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { KeyUses } from '../../../platform/security/key-uses';

const LOOK_EVERY_MS = 1_000;
const WRITE_EVERY_MS = 60_000;

interface Use {
  readonly workspaceId: string;
  readonly at: Date;
}

/** Written once a minute for each key, however busy it is, and at the end of the process. */
@Injectable()
export class PostgresKeyUses extends KeyUses implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PostgresKeyUses.name);
  private readonly latest = new Map<string, Use>();
  private readonly written = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | null = null;
  private isFailing = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  note(workspaceId: string, keyId: string): void {
    this.latest.set(keyId, { workspaceId, at: this.clock.now() });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.writing ??= this.writeDue().finally(() => (this.writing = null));
    }, LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    this.written.clear();
    await this.writeDue();
  }

  private async writeDue(): Promise<void> {
    const before = this.clock.now().getTime() - WRITE_EVERY_MS;
    for (const [keyId, at] of this.written) if (at <= before) this.written.delete(keyId);
    const due = [...this.latest].filter(([keyId]) => !this.written.has(keyId));
    try {
      for (const [keyId, use] of due) await this.write(keyId, use);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing)
        this.logger.warn(`Last uses of API keys wait to be written: ${(error as Error).message}`);
      this.isFailing = true;
    }
  }

  private async write(keyId: string, use: Use): Promise<void> {
    await this.database.query(
      use.workspaceId,
      sql`
        UPDATE identity.api_keys SET last_used_at = ${use.at}
        WHERE workspace_id = ${use.workspaceId} AND id = ${keyId}
          AND (last_used_at IS NULL OR last_used_at < ${use.at})`,
    );
    this.written.set(keyId, use.at.getTime());
    if (this.latest.get(keyId) === use) this.latest.delete(keyId);
  }
}
