import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { formInvalid } from '../domain/form-errors';
import { type FormValues } from '../domain/form-fields';
import { draftSchemaOf } from '../domain/form-schema';
import { FormValidation } from '../domain/form-validation';
import { Forms } from '../domain/forms';

export class SaveFormDraft extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly formId: string,
    readonly values: FormValues,
  ) {
    super();
  }
}

@CommandHandler(SaveFormDraft)
export class SaveFormDraftHandler implements ICommandHandler<SaveFormDraft> {
  constructor(
    private readonly forms: Forms,
    private readonly validation: FormValidation,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, formId, values }: SaveFormDraft): Promise<void> {
    const form = await this.forms.find(workspaceId, formId);
    if (!form) throw notFound('form');
    const now = this.clock.now();
    form.checkOpen(now);
    const problems = this.validation.problems(draftSchemaOf(form.state.fields), values);
    if (problems.length > 0) throw formInvalid(problems, 'values');
    await this.forms.keepDraft(form, values, now);
  }
}
