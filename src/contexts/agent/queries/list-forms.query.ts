import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { formStatusOf } from '../domain/form-status';
import { type FormSummaryView } from './form.view';

export class ListForms extends Query<Page<FormSummaryView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
    /** Null: of all. */
    readonly conversationId: string | null,
  ) {
    super();
  }
}

@QueryHandler(ListForms)
export class ListFormsHandler implements IQueryHandler<ListForms> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, page, conversationId }: ListForms): Promise<Page<FormSummaryView>> {
    const rows = await this.database.query<Omit<FormSummaryView, 'status'>>(
      workspaceId,
      sql`
        SELECT id, agent, conversation_id AS "conversationId", run_id AS "runId", title, description,
          made_at AS "madeAt", expires_at AS "expiresAt", submission_id AS "submissionId"
        FROM agent.forms
        WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
          AND (${conversationId}::uuid IS NULL OR conversation_id = ${conversationId}::uuid)
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    const now = this.clock.now();
    const forms = rows.map((form) => ({ ...form, status: formStatusOf(form, now) }));
    return toPage(forms, page.limit);
  }
}
