import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { ReconcileVectors } from '../commands/reconcile-vectors.command';
import { type VectorPlace } from '../commands/vector-reconciliation';
import { VectorIndex } from '../domain/vector-index';

/** A page is at most a thousand chunks; what is left goes on in the next round, where this one has stopped. */
const PAGES_PER_ROUND = 20;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Walks through all workspaces and mends what crashes and outages have left between database and index. */
@Injectable()
export class ReconcileVectorsTask extends PeriodicTask {
  readonly name = 'knowledge.reconcile-vectors';
  readonly everySeconds = 300;
  private readonly logger = new Logger(ReconcileVectorsTask.name);
  /** The workspace that is under way, or done when there is no place in it. */
  private workspaceId = BEFORE_ALL;
  private place: VectorPlace | null = null;

  constructor(
    private readonly index: VectorIndex,
    private readonly relay: RelayDatabase,
    private readonly commands: CommandBus,
  ) {
    super();
  }

  async run(): Promise<void> {
    if (!this.index.isApart) return;
    for (let pages = 0; pages < PAGES_PER_ROUND; pages++) {
      if (this.place === null && !(await this.goOn())) return;
      await this.page();
    }
  }

  /** To the next workspace; after the last one the round is over, and the next begins with the first. */
  private async goOn(): Promise<boolean> {
    const [following] = await this.relay.query<{ id: string }>(sql`
      SELECT workspace_id AS id FROM knowledge.embeddings
      WHERE workspace_id > ${this.workspaceId} ORDER BY workspace_id LIMIT 1`);
    this.workspaceId = following?.id ?? BEFORE_ALL;
    return following !== undefined;
  }

  private async page(): Promise<void> {
    const command = new ReconcileVectors(this.workspaceId, this.place);
    // Should it fail, the next round goes on behind it: one workspace must not keep the others waiting.
    this.place = null;
    const { published, removed, next } = await this.commands.execute(command);
    this.place = next;
    if (published + removed === 0) return;
    this.logger.warn(`Vectors of ${this.workspaceId}: ${published} were missing, ${removed} left over.`);
  }
}
