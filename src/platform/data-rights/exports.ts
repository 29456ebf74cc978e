import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../../kernel/domain-error';
import { audited } from '../audit/audited';
import { Database, type Scope } from '../database/database';
import { violatedConstraint } from '../database/database-errors';
import { sql } from '../database/sql';
import { AggregateStore } from '../outbox/aggregate-store';
import { ExportRequested } from './export-requested.event';
import { type ExportStatus, type ExportView, showExport } from './export-view';

/** Whose data it is: a workspace's, or without one the person's own. */
export interface ExportOwner {
  readonly workspaceId: string | null;
  readonly userId: string;
}

export interface Export extends ExportOwner {
  readonly exportId: string;
  readonly status: ExportStatus;
  readonly requestedAt: Date;
  readonly expiresAt: Date | null;
  readonly bytes: number;
  readonly parts: number;
}

const RUNNING = new Set(['exports_running_workspace', 'exports_running_person']);

export const scopeOf = ({ workspaceId, userId }: ExportOwner): Scope => workspaceId ?? { userId };

const auditedExport = ({ workspaceId }: ExportOwner, what: string, id: string) =>
  audited({
    action: `${workspaceId ? 'tenancy' : 'identity'}.export_${what}`,
    subject: { kind: 'export', id },
  });

/** What is known about exports. One at a time for a workspace, and one for a person. */
@Injectable()
export class Exports {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {}

  /** Repeatable: one that was started under this id is answered, not started again. */
  async start(owner: ExportOwner, id: string): Promise<ExportView> {
    const { workspaceId, userId } = owner;
    const row = sql`
      INSERT INTO platform.exports (id, workspace_id, user_id) VALUES (${id}, ${workspaceId}, ${userId})
      ON CONFLICT (id) DO NOTHING`;
    const requested = new ExportRequested(workspaceId, userId, id);
    try {
      await this.store.commit(scopeOf(owner), [row, auditedExport(owner, 'requested', id)], [requested]);
    } catch (error) {
      throw RUNNING.has(violatedConstraint(error) ?? '') ? exportRunning() : error;
    }
    const started = await this.find(scopeOf(owner), id);
    if (!started) throw notFound('export');
    return showExport(started);
  }

  /** In a workspace its own; as a person whatever that person has asked for. */
  async find(scope: Scope, id: string): Promise<Export | null> {
    const [found] = await this.database.query<Export & Record<string, unknown>>(
      scope,
      sql`
        SELECT id AS "exportId", workspace_id AS "workspaceId", user_id AS "userId", requested_at AS "requestedAt",
          expires_at AS "expiresAt", bytes::float8 AS bytes, parts,
          CASE WHEN expires_at <= now() THEN 'expired' ELSE status END AS status
        FROM platform.exports
        WHERE id = ${id}`,
    );
    return found ?? null;
  }

  async noteDownload(found: Export): Promise<void> {
    await this.database.batch(scopeOf(found), [auditedExport(found, 'downloaded', found.exportId)]);
  }

  /** Part by part, as fast as the reader takes them. */
  async *read(found: Export): AsyncGenerator<Buffer> {
    for (let ordinal = 0; ordinal < found.parts; ordinal++) {
      const [part] = await this.database.query<{ bytes: Buffer }>(
        scopeOf(found),
        sql`SELECT bytes FROM platform.export_parts WHERE export_id = ${found.exportId} AND ordinal = ${ordinal}`,
      );
      if (!part) throw new Error(`Export ${found.exportId} has lost its part ${ordinal}`);
      yield part.bytes;
    }
  }
}

const exportRunning = () =>
  new DomainError({
    kind: 'conflict',
    code: 'export_running',
    detail: 'An export is being made already. Wait for it to be ready.',
  });
