import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { type DeadLetterView } from './dead-letter.view';

/** Across all workspaces: only for operators. */
export class ListDeadLetters extends Query<Page<DeadLetterView>> {
  constructor(readonly page: { readonly limit: number; readonly cursor?: string }) {
    super();
  }
}

@QueryHandler(ListDeadLetters)
export class ListDeadLettersHandler implements IQueryHandler<ListDeadLetters> {
  constructor(private readonly database: RelayDatabase) {}

  async execute({ page }: ListDeadLetters): Promise<Page<DeadLetterView>> {
    const rows = await this.database.query<DeadLetterView>(sql`
      SELECT id, workspace_id AS "workspaceId", source, name AS queue, subject_id AS "subjectId",
        error_class AS "errorClass", error, attempts, request_id AS "requestId",
        first_failed_at AS "firstFailedAt", last_failed_at AS "lastFailedAt"
      FROM platform.dead_letters
      WHERE status = 'open' AND id < ${decodeCursor(page.cursor)}
      ORDER BY id DESC LIMIT ${page.limit + 1}`);
    return toPage(rows, page.limit);
  }
}
