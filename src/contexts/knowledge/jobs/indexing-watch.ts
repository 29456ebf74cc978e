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
import { RenewIndexing } from '../commands/renew-indexing.command';
import { type IndexingPriority } from '../contracts/indexing-requested.event';

const LOOK_EVERY_MS = 10_000;
const DOCUMENTS_AT_ONCE = 1_000;
const DOCUMENTS_PER_REQUEST = 100;

interface OverdueDocument {
  readonly workspaceId: string;
  readonly id: string;
  readonly generation: number;
  readonly priority: IndexingPriority;
}

/** Finds documents whose lease has passed, in any workspace: a worker died, or the queue has lost their job. */
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
    const overdue = await this.relay.query<OverdueDocument>(sql`
      SELECT workspace_id AS "workspaceId", id, lock_version AS generation, priority FROM knowledge.documents
      WHERE status IN ('queued', 'processing') AND deleted_at IS NULL AND lease_until < now()
      ORDER BY lease_until LIMIT ${DOCUMENTS_AT_ONCE}`);
    for (const documents of requestsFor(overdue)) {
      const { workspaceId, priority } = documents[0]!;
      const toIndex = documents.map(({ id, generation }) => ({ id, generation }));
      await this.commands.execute(new RenewIndexing(workspaceId, toIndex, priority));
    }
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

function* requestsFor(overdue: readonly OverdueDocument[]): Generator<OverdueDocument[]> {
  const groups = new Map<string, OverdueDocument[]>();
  for (const document of overdue) {
    const key = `${document.workspaceId} ${document.priority}`;
    const group = groups.get(key);
    if (group) group.push(document);
    else groups.set(key, [document]);
  }
  for (const group of groups.values()) {
    for (let at = 0; at < group.length; at += DOCUMENTS_PER_REQUEST) {
      yield group.slice(at, at + DOCUMENTS_PER_REQUEST);
    }
  }
}
