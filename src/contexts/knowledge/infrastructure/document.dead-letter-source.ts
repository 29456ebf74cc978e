import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import {
  DeadLetterSource,
  type FailedSubject,
  type LetterSubject,
} from '../../../platform/dead-letters/dead-letter-source';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { IndexingRetryAsked } from '../contracts/indexing-retry-asked.event';

type FailedDocument = Omit<FailedSubject, 'retryWith'> & { readonly workspaceId: string };

/** Documents that could not be indexed, in any workspace. A deleted one has not failed: there is nothing to try again. */
@Injectable()
export class DocumentDeadLetterSource extends DeadLetterSource {
  readonly queue = 'ingest';
  readonly saysAgain = IndexingRetryAsked;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async failedAfter(id: string, limit: number): Promise<FailedSubject[]> {
    const failed = await this.relay.query<FailedDocument>(sql`
      SELECT id, workspace_id AS "workspaceId", attempts, updated_at AS "failedAt" FROM knowledge.documents
      WHERE status = 'failed' AND deleted_at IS NULL AND id > ${id} ORDER BY id LIMIT ${limit}`);
    return failed.map((document) => ({
      ...document,
      retryWith: new IndexingRetryAsked(document.workspaceId, document.id),
    }));
  }

  async stillFailed(subjects: readonly LetterSubject[]): Promise<string[]> {
    const workspaceIds = subjects.map(({ workspaceId }) => workspaceId);
    const ids = subjects.map(({ id }) => id);
    const failed = await this.relay.query<{ id: string }>(sql`
      SELECT document.id FROM unnest(${workspaceIds}::uuid[], ${ids}::uuid[]) AS asked(workspace_id, id)
      JOIN knowledge.documents AS document ON document.workspace_id = asked.workspace_id AND document.id = asked.id
      WHERE status = 'failed' AND deleted_at IS NULL`);
    return failed.map(({ id }) => id);
  }
}
