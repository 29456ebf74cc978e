import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { wins } from '../../../platform/database/single-winner';
import { type Caller } from '../domain/caller';
import { formInvalid, formSubmitted } from '../domain/form-errors';
import { type FormValues } from '../domain/form-fields';
import { schemaOf } from '../domain/form-schema';
import { withoutBytes } from '../domain/form-submission';
import { FormValidation } from '../domain/form-validation';
import { Forms } from '../domain/forms';

export interface NewSubmission {
  readonly id: string;
  readonly values: FormValues;
  readonly caller: Caller;
}

/** Repeatable under the same id. */
export class SubmitForm extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly formId: string,
    readonly submission: NewSubmission,
  ) {
    super();
  }
}

@CommandHandler(SubmitForm)
export class SubmitFormHandler implements ICommandHandler<SubmitForm> {
  constructor(
    private readonly forms: Forms,
    private readonly validation: FormValidation,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, formId, submission: { id, values, caller } }: SubmitForm): Promise<void> {
    const form = await this.forms.find(workspaceId, formId);
    if (!form) throw notFound('form');
    if (form.state.submissionId === id) return;
    const submittedAt = this.clock.now();
    form.submit(id, submittedAt);
    const problems = this.validation.problems(schemaOf(form.state.fields), values);
    if (problems.length > 0) throw formInvalid(problems, 'values');
    const submission = { id, caller, submittedAt, ...withoutBytes(form.state.fields, values) };
    if (!(await wins(this.forms.submit(form, submission)))) throw formSubmitted();
  }
}
