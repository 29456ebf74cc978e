import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Cache } from '../../../platform/cache/cache';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { FindWorkspace, type FoundWorkspace } from '../contracts/find-workspace.query';
import { completeSettings } from '../domain/default-settings';
import { KNOWN_WORKSPACE } from './known-workspace';

/** Asked on every turn of an agent. Whoever changes a workspace makes the next answer a fresh one. */
@QueryHandler(FindWorkspace)
export class FindWorkspaceHandler implements IQueryHandler<FindWorkspace> {
  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
  ) {}

  async execute({ workspaceId }: FindWorkspace): Promise<FoundWorkspace | null> {
    const found = await this.cache.recall(KNOWN_WORKSPACE, workspaceId, () => this.read(workspaceId));
    // One that is not there yet may be there in a moment.
    if (!found) this.cache.forget(KNOWN_WORKSPACE, workspaceId);
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
