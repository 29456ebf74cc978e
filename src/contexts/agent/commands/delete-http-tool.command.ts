import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';

export class DeleteHttpTool extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly toolId: string,
  ) {
    super();
  }
}

/** Agents that list it go on without it. */
@CommandHandler(DeleteHttpTool)
export class DeleteHttpToolHandler implements ICommandHandler<DeleteHttpTool> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, toolId: id }: DeleteHttpTool): Promise<void> {
    const deleted = this.database.batch(workspaceId, [
      sql`
        WITH deleted AS (
          DELETE FROM agent.http_tools WHERE workspace_id = ${workspaceId} AND id = ${id} RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM deleted`,
      audited({ action: 'agent.tool_deleted', subject: { kind: 'tool', id } }),
    ]);
    if (!(await wins(deleted))) throw notFound('tool');
  }
}
