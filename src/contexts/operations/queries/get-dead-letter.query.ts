import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { type DeadLetterDetailView, type FormerDeadLetterView } from './dead-letter-detail.view';

const MOST_FORMER = 20;

export class GetDeadLetter extends Query<DeadLetterDetailView> {
  constructor(readonly deadLetterId: string) {
    super();
  }
}

/** Of any workspace, closed ones too: only for operators. An event may hold what somebody wrote: its ids must do. */
@QueryHandler(GetDeadLetter)
export class GetDeadLetterHandler implements IQueryHandler<GetDeadLetter> {
  constructor(private readonly database: RelayDatabase) {}

  async execute({ deadLetterId }: GetDeadLetter): Promise<DeadLetterDetailView> {
    const [letter] = await this.database.query<Omit<DeadLetterDetailView, 'history'>>(sql`
      SELECT id, workspace_id AS "workspaceId", source, name AS queue, subject_id AS "subjectId",
        error_class AS "errorClass", error_code AS "errorCode", error, attempts, request_id AS "requestId",
        first_failed_at AS "firstFailedAt", last_failed_at AS "lastFailedAt", status, closed_at AS "closedAt",
        event_type AS "eventType", coalesce((
          SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(payload)
          WHERE value ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'), '{}') AS "references"
      FROM platform.dead_letters WHERE id = ${deadLetterId}`);
    if (!letter) throw notFound('dead letter');
    return { ...letter, history: await this.formerOnes(letter) };
  }

  private formerOnes({ id, source, queue, subjectId }: Omit<DeadLetterDetailView, 'history'>) {
    return this.database.query<FormerDeadLetterView & Record<string, unknown>>(sql`
      SELECT id, status, error_class AS "errorClass", attempts, first_failed_at AS "firstFailedAt",
        last_failed_at AS "lastFailedAt", closed_at AS "closedAt"
      FROM platform.dead_letters
      WHERE source = ${source} AND name = ${queue} AND subject_id = ${subjectId} AND id <> ${id}
      ORDER BY id DESC LIMIT ${MOST_FORMER}`);
  }
}
