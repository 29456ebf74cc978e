import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { type OwnDeadLetterView } from './own-dead-letter.view';

type OwnDeadLetterRow = Omit<OwnDeadLetterView, 'error'> & {
  readonly code: string | null;
  readonly detail: string | null;
};

/** What a provider has answered, or a driver, is for operators. */
const UNEXPLAINED = {
  code: 'work_failed',
  detail: 'It was tried several times and could not be done. It can be tried again.',
};

/** Jobs alone: reactions are the platform's own affair, and so are their names. */
export class ListOwnDeadLetters extends Query<Page<OwnDeadLetterView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListOwnDeadLetters)
export class ListOwnDeadLettersHandler implements IQueryHandler<ListOwnDeadLetters> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListOwnDeadLetters): Promise<Page<OwnDeadLetterView>> {
    // An error with a code is one that was written to be shown to whoever asked.
    const rows = await this.database.query<OwnDeadLetterRow>(
      workspaceId,
      sql`
        SELECT id, name AS queue, subject_id AS "subjectId", error_code AS code,
          CASE WHEN error_code IS NOT NULL THEN error END AS detail, attempts, request_id AS "requestId",
          first_failed_at AS "firstFailedAt", last_failed_at AS "lastFailedAt"
        FROM platform.dead_letters
        WHERE workspace_id = ${workspaceId} AND source = 'queue' AND status = 'open'
          AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows.map(shown), page.limit);
  }
}

function shown({ code, detail, ...letter }: OwnDeadLetterRow): OwnDeadLetterView {
  return { ...letter, error: code !== null && detail !== null ? { code, detail } : UNEXPLAINED };
}
