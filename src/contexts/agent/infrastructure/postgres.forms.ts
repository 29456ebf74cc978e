import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { Form, type FormState } from '../domain/form';
import { type FormValues } from '../domain/form-fields';
import { type FormFile, type FormSubmission } from '../domain/form-submission';
import { Forms } from '../domain/forms';

@Injectable()
export class PostgresForms extends Forms {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {
    super();
  }

  async add({ state }: Form): Promise<void> {
    await this.database.query(
      state.workspaceId,
      sql`
        INSERT INTO agent.forms
          (workspace_id, id, conversation_id, run_id, agent, title, description, fields, made_at, expires_at)
        VALUES (${state.workspaceId}, ${state.id}, ${state.conversationId}, ${state.runId}, ${state.agent},
          ${state.title}, ${state.description}, ${JSON.stringify(state.fields)}::jsonb, ${state.madeAt},
          ${state.expiresAt})
        ON CONFLICT DO NOTHING`,
    );
  }

  async find(workspaceId: string, id: string): Promise<Form | null> {
    const [row] = await this.database.query<FormState & { version: number }>(
      workspaceId,
      sql`
        SELECT id, workspace_id AS "workspaceId", conversation_id AS "conversationId", run_id AS "runId", agent,
          title, description, fields, made_at AS "madeAt", expires_at AS "expiresAt",
          submission_id AS "submissionId", version
        FROM agent.forms WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!row) return null;
    const { version, ...state } = row;
    return Form.restore(state, version);
  }

  /** Under the same version: a draft that comes meanwhile must not keep anybody from submitting. */
  async keepDraft({ state }: Form, draft: FormValues, now: Date): Promise<void> {
    await this.database.query(
      state.workspaceId,
      sql`
        WITH kept AS (
          UPDATE agent.forms SET draft = ${JSON.stringify(draft)}::jsonb, draft_until = expires_at
          WHERE workspace_id = ${state.workspaceId} AND id = ${state.id}
            AND submission_id IS NULL AND expires_at > ${now}
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM kept`,
    );
  }

  async submit(form: Form, submission: FormSubmission): Promise<void> {
    const { state, version } = form;
    await this.store.save(state.workspaceId, form, [
      sql`
        WITH submitted AS (
          UPDATE agent.forms
          SET submission_id = ${submission.id}, draft = NULL, draft_until = NULL, version = version + 1
          WHERE workspace_id = ${state.workspaceId} AND id = ${state.id} AND version = ${version}
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM submitted`,
      insertSubmission(state, submission),
      ...submission.files.map((file) => insertFile(state, file, submission.submittedAt)),
    ]);
  }
}

function insertSubmission(
  { workspaceId, id: formId }: FormState,
  { id, values, caller, submittedAt }: FormSubmission,
): Statement {
  return sql`
    INSERT INTO agent.form_submissions (workspace_id, id, form_id, answers, caller, submitted_by, submitted_at, due_at)
    VALUES (${workspaceId}, ${id}, ${formId}, ${JSON.stringify(values)}::jsonb, ${JSON.stringify(caller)}::jsonb,
      ${caller.userId}, ${submittedAt}, ${submittedAt})`;
}

function insertFile({ workspaceId, id }: FormState, file: FormFile, createdAt: Date): Statement {
  return sql`
    INSERT INTO agent.form_files (workspace_id, form_id, field, name, media_type, content, created_at)
    VALUES (${workspaceId}, ${id}, ${file.field}, ${file.name}, ${file.mediaType}, ${file.content}, ${createdAt})`;
}
