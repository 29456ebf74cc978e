import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { CollectOrphans } from '../commands/collect-orphans.command';

const WORKSPACES_A_ROUND = 1_000;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/** Goes through the workspaces in the order of their ids, and on from where it was; a restart begins anew. */
@Injectable()
export class CollectOrphansTask extends PeriodicTask {
  readonly name = 'knowledge.orphans';
  readonly everySeconds = 900;
  private readonly logger = new Logger(CollectOrphansTask.name);
  private lastWorkspaceId = LOWEST_ID;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly commands: CommandBus,
  ) {
    super();
  }

  async run(): Promise<void> {
    const workspaceIds = await this.nextWorkspaces();
    for (const workspaceId of workspaceIds) {
      // One workspace that is too big, or being purged, must not keep the others from their turn.
      await this.commands.execute(new CollectOrphans(workspaceId)).catch((error: Error) => {
        this.logger.warn(`Orphans of ${workspaceId} were not collected: ${error.message}`);
      });
    }
    this.lastWorkspaceId = workspaceIds.length === WORKSPACES_A_ROUND ? workspaceIds.at(-1)! : LOWEST_ID;
  }

  /** From one workspace to the next by the index: there may be millions of vectors, and few workspaces. */
  private async nextWorkspaces(): Promise<string[]> {
    const rows = await this.relay.query<{ id: string }>(sql`
      WITH RECURSIVE with_vectors AS (
        (SELECT workspace_id AS id FROM knowledge.embeddings
          WHERE workspace_id > ${this.lastWorkspaceId} ORDER BY workspace_id LIMIT 1)
        UNION ALL
        SELECT (SELECT workspace_id FROM knowledge.embeddings
          WHERE workspace_id > found.id ORDER BY workspace_id LIMIT 1)
        FROM with_vectors AS found WHERE found.id IS NOT NULL
      ), with_files AS (
        (SELECT workspace_id AS id FROM knowledge.files
          WHERE workspace_id > ${this.lastWorkspaceId} ORDER BY workspace_id LIMIT 1)
        UNION ALL
        SELECT (SELECT workspace_id FROM knowledge.files
          WHERE workspace_id > found.id ORDER BY workspace_id LIMIT 1)
        FROM with_files AS found WHERE found.id IS NOT NULL)
      (SELECT id FROM with_vectors WHERE id IS NOT NULL LIMIT ${WORKSPACES_A_ROUND})
      UNION
      (SELECT id FROM with_files WHERE id IS NOT NULL LIMIT ${WORKSPACES_A_ROUND})
      ORDER BY id LIMIT ${WORKSPACES_A_ROUND}`);
    return rows.map(({ id }) => id);
  }
}
