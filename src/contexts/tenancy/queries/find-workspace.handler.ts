import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { FindWorkspace, type FoundWorkspace } from '../contracts/find-workspace.query';
import { completeSettings } from '../domain/default-settings';

@QueryHandler(FindWorkspace)
export class FindWorkspaceHandler implements IQueryHandler<FindWorkspace> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId }: FindWorkspace): Promise<FoundWorkspace | null> {
    const [found] = await this.database.query<FoundWorkspace & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT workspace_id AS id, name, settings FROM tenancy.workspaces
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL`,
    );
    return found ? { ...found, settings: completeSettings(found.settings) } : null;
  }
}
