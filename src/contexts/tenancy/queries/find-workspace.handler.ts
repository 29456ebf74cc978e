import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { BriefMemory } from '../../../platform/security/brief-memory';
import { FindWorkspace, type FoundWorkspace } from '../contracts/find-workspace.query';
import { completeSettings } from '../domain/default-settings';

const REMEMBERED_MS = 4_000;
const REMEMBERED_WORKSPACES = 10_000;

/** Asked on every turn of an agent; an answer may be some seconds old, like every permission. */
@QueryHandler(FindWorkspace)
export class FindWorkspaceHandler implements IQueryHandler<FindWorkspace> {
  private readonly memory: BriefMemory<FoundWorkspace | null>;

  constructor(
    private readonly database: Database,
    clock: Clock,
  ) {
    this.memory = new BriefMemory(clock, REMEMBERED_MS, REMEMBERED_WORKSPACES);
  }

  async execute({ workspaceId }: FindWorkspace): Promise<FoundWorkspace | null> {
    const found = await this.memory.recall(workspaceId, () => this.read(workspaceId));
    // One that is not there yet may be there in a moment.
    if (!found) this.memory.forget(workspaceId);
    return found;
  }

  private async read(workspaceId: string): Promise<FoundWorkspace | null> {
    const [found] = await this.database.query<FoundWorkspace & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT workspace_id AS id, name, settings FROM tenancy.workspaces
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL`,
    );
    return found ? { ...found, settings: completeSettings(found.settings) } : null;
  }
}
