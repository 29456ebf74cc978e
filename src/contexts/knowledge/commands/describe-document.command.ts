import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { DocumentAccessChanged } from '../contracts/document-access-changed.event';

/** What is left out stays as it is. */
export interface Description {
  readonly url?: string | null;
  readonly externalId?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly access?: readonly string[] | null;
}

export class DescribeDocument extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    readonly description: Description,
    /** Who asks; null: somebody who may read every document. */
    readonly readers: readonly string[] | null,
  ) {
    super();
  }
}

/** What is said about a document, and who may find it: no new version. */
@CommandHandler(DescribeDocument)
export class DescribeDocumentHandler implements ICommandHandler<DescribeDocument> {
  constructor(private readonly store: AggregateStore) {}

  async execute({ workspaceId, documentId, description, readers }: DescribeDocument): Promise<void> {
    const { url, externalId, metadata, access } = description;
    const rows = [
      sql`
        WITH changed AS (
          UPDATE knowledge.documents SET
            url = CASE WHEN ${url !== undefined} THEN ${url ?? null} ELSE url END,
            external_id = CASE WHEN ${externalId !== undefined} THEN ${externalId ?? null} ELSE external_id END,
            metadata = CASE WHEN ${metadata !== undefined} THEN ${JSON.stringify(metadata ?? {})}::jsonb ELSE metadata END,
            access = CASE WHEN ${access !== undefined} THEN ${access ?? null}::text[] ELSE access END,
            withdrawn_xid = CASE WHEN ${access !== undefined} THEN pg_current_xact_id() ELSE withdrawn_xid END,
            updated_at = now()
          WHERE workspace_id = ${workspaceId} AND id = ${documentId} AND deleted_at IS NULL
            AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM changed`,
      audited({ action: 'knowledge.document_described', subject: { kind: 'document', id: documentId } }),
    ];
    const events = access === undefined ? [] : [new DocumentAccessChanged(workspaceId, documentId)];
    if (!(await wins(this.store.commit(workspaceId, rows, events)))) throw notFound('document');
  }
}
