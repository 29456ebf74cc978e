import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { type DeadLetterView } from './dead-letter.view';

export interface WantedDeadLetters {
  readonly queue?: string;
  readonly workspaceId?: string;
  /** A part of the error's class and text, in whatever case. */
  readonly errorLike?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Across all workspaces: only for operators. */
export class ListDeadLetters extends Query<Page<DeadLetterView>> {
  constructor(readonly wanted: WantedDeadLetters) {
    super();
  }
}

@QueryHandler(ListDeadLetters)
export class ListDeadLettersHandler implements IQueryHandler<ListDeadLetters> {
  constructor(private readonly database: RelayDatabase) {}

  async execute({ wanted }: ListDeadLetters): Promise<Page<DeadLetterView>> {
    const { queue = null, workspaceId = null, errorLike = null, limit, cursor } = wanted;
    const rows = await this.database.query<DeadLetterView>(sql`
      SELECT id, workspace_id AS "workspaceId", source, name AS queue, subject_id AS "subjectId",
        error_class AS "errorClass", error, attempts, request_id AS "requestId",
        first_failed_at AS "firstFailedAt", last_failed_at AS "lastFailedAt"
      FROM platform.dead_letters
      WHERE status = 'open' AND id < ${decodeCursor(cursor)}
        AND (${queue}::text IS NULL OR name = ${queue})
        AND (${workspaceId}::uuid IS NULL OR workspace_id = ${workspaceId})
        AND (${errorLike}::text IS NULL OR strpos(lower(error_class || ': ' || error), lower(${errorLike})) > 0)
      ORDER BY id DESC LIMIT ${limit + 1}`);
    return toPage(rows, limit);
  }
}
