import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { type DataHolder, type WorkspaceTable } from '../../../platform/data-rights/data-holder';
import { DataHolders } from '../../../platform/data-rights/data-holders';
import { forgetTally, Removals, tallyOf } from '../../../platform/data-rights/removals';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { leaveWorkspaceScope } from './leave-workspace-scope';

export class PurgeWorkspace extends Command<void> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

/**
 * Removes a deleted workspace for good, everywhere. Each step finds out by itself what is left to do,
 * so it may be killed anywhere and run again; the workspace's row goes last, with the receipt.
 */
@CommandHandler(PurgeWorkspace)
export class PurgeWorkspaceHandler implements ICommandHandler<PurgeWorkspace> {
  constructor(
    private readonly database: Database,
    private readonly holders: DataHolders,
    private readonly removals: Removals,
  ) {}

  async execute({ workspaceId }: PurgeWorkspace): Promise<void> {
    if (!(await this.claim(workspaceId))) return;
    const holders = this.holders.all();
    // Somebody may still have been writing when a table was done: until a whole round finds nothing.
    while ((await this.removeContent(workspaceId, holders)) > 0);
    await this.remove(workspaceId, tablesThatGo(holders, 'after the content'));
    await this.finish(workspaceId);
  }

  /** From here on it cannot be restored. Also true for one that is gone, whose last traces are swept up. */
  private async claim(workspaceId: string): Promise<boolean> {
    const [, known = []] = await this.database.batch(workspaceId, [
      sql`
        WITH claimed AS (
          UPDATE tenancy.workspaces SET purge_after = '-infinity'
          WHERE workspace_id = ${workspaceId} AND deleted_at IS NOT NULL AND purge_after <= now()
          RETURNING workspace_id)
        INSERT INTO tenancy.purges (id) SELECT workspace_id FROM claimed ON CONFLICT DO NOTHING`,
      sql`SELECT 1 FROM tenancy.purges WHERE id = ${workspaceId}`,
    ]);
    return known.length > 0;
  }

  private async removeContent(workspaceId: string, holders: readonly DataHolder[]): Promise<number> {
    for (const holder of holders) await holder.forgetWorkspace(workspaceId);
    return this.remove(workspaceId, tablesThatGo(holders, 'with the content'));
  }

  private async remove(workspaceId: string, tables: readonly WorkspaceTable[]): Promise<number> {
    let gone = 0;
    for (const table of tables) gone += await this.removals.removeTable(table, workspaceId, workspaceId);
    return gone;
  }

  private async finish(workspaceId: string): Promise<void> {
    const counts = await this.database.query<Counted>(NO_TENANT, tallyOf(workspaceId));
    const receipt = counts.length > 0 ? [leaveWorkspaceScope(), receiptOf(workspaceId, counts)] : [];
    await this.database.batch(workspaceId, [
      sql`DELETE FROM tenancy.workspaces WHERE workspace_id = ${workspaceId}`,
      sql`
        UPDATE tenancy.purges SET completed_at = coalesce(completed_at, now()),
          swept_at = CASE WHEN completed_at IS NOT NULL THEN now() END
        WHERE id = ${workspaceId}`,
      forgetTally(workspaceId),
      ...receipt,
    ]);
  }
}

interface Counted {
  readonly [column: string]: unknown;
  readonly table: string;
  readonly rows: number;
  readonly lastHash: string | null;
}

function tablesThatGo(
  holders: readonly DataHolder[],
  when: NonNullable<WorkspaceTable['goes']>,
): WorkspaceTable[] {
  return holders
    .flatMap(({ workspaceTables }) => workspaceTables)
    .filter(({ goes = 'with the content' }) => goes === when);
}

/** In the platform's log, as the workspace's own is gone: what it was, to its last entry. */
function receiptOf(workspaceId: string, counts: readonly Counted[]): Statement {
  const lastHash = counts.find((counted) => counted.lastHash)?.lastHash ?? null;
  return audited({
    action: 'tenancy.workspace_purged',
    subject: { kind: 'workspace', id: workspaceId },
    detail: { ...Object.fromEntries(counts.map(({ table, rows }) => [table, rows])), lastHash },
  });
}
