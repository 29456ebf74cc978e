import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Settings } from '../../../../config/settings';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { DispatchIndexing } from '../commands/dispatch-indexing.command';

const LOOK_EVERY_MS = 10_000;
const WORKSPACES_AT_ONCE = 500;

/** Finds documents whose lease has passed, in any workspace: a worker died, or the queue has lost or given up their job. */
@Injectable()
export class IndexingWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(IndexingWatch.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly settings: Settings,
    private readonly relay: RelayDatabase,
    private readonly commands: CommandBus,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'api') this.lookLater();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  async look(): Promise<void> {
    const overdue = await this.relay.query<{ workspaceId: string }>(sql`
      SELECT workspace_id AS "workspaceId" FROM knowledge.documents
      WHERE CASE WHEN deleted_at IS NULL THEN status IN ('queued', 'processing') ELSE false END AND lease_until < now()
      GROUP BY workspace_id ORDER BY min(lease_until) LIMIT ${WORKSPACES_AT_ONCE}`);
    for (const { workspaceId } of overdue) await this.commands.execute(new DispatchIndexing(workspaceId));
  }

  /** Several processes should not all look at the same moment. */
  private lookLater(): void {
    const delay = LOOK_EVERY_MS * (0.75 + Math.random() / 2);
    this.timer = setTimeout(() => {
      this.looking = this.look()
        .catch((error: Error) => this.logger.warn(`Overdue documents were not looked for: ${error.message}`))
        .finally(() => !this.stopped && this.lookLater());
    }, delay).unref();
  }
}
