import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type FormValues } from '../domain/form-fields';
import { schemaOf } from '../domain/form-schema';
import { formStatusOf } from '../domain/form-status';
import { type FormView } from './form.view';

export class GetForm extends Query<FormView> {
  constructor(
    readonly workspaceId: string,
    readonly formId: string,
  ) {
    super();
  }
}

type FormRow = Omit<FormView, 'status' | 'schema' | 'values'> & {
  readonly draft: FormValues | null;
  readonly answers: FormValues | null;
};

@QueryHandler(GetForm)
export class GetFormHandler implements IQueryHandler<GetForm> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, formId }: GetForm): Promise<FormView> {
    const [form] = await this.database.query<FormRow>(
      workspaceId,
      sql`
        SELECT form.id, form.agent, form.conversation_id AS "conversationId", form.run_id AS "runId", form.title,
          form.description, form.made_at AS "madeAt", form.expires_at AS "expiresAt",
          form.submission_id AS "submissionId", form.fields, form.draft, submission.answers,
          submission.submitted_at AS "submittedAt", submission.handed_back_at AS "handedBackAt"
        FROM agent.forms AS form
        LEFT JOIN agent.form_submissions AS submission
          ON submission.workspace_id = form.workspace_id AND submission.id = form.submission_id
        WHERE form.workspace_id = ${workspaceId} AND form.id = ${formId}`,
    );
    if (!form) throw notFound('form');
    const { draft, answers, ...shown } = form;
    const status = formStatusOf(form, this.clock.now());
    const values = status === 'open' ? draft : answers;
    return { ...shown, status, schema: schemaOf(form.fields), values };
  }
}
