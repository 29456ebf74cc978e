import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { Form } from '../domain/form';
import { formInvalid } from '../domain/form-errors';
import { fieldProblems } from '../domain/form-field-rules';
import { FORM_INPUT_SCHEMA, type FormInput } from '../domain/form-input-schema';
import { FormValidation } from '../domain/form-validation';
import { Forms } from '../domain/forms';

export interface NewForm extends FormInput {
  readonly id: string;
  readonly conversationId: string;
  readonly runId: string;
  readonly agent: string;
}

export interface MadeForm {
  readonly id: string;
  readonly expiresAt: Date;
}

/** Repeatable under the same id: it makes one form. */
export class MakeForm extends Command<MadeForm> {
  constructor(
    readonly workspaceId: string,
    readonly form: NewForm,
  ) {
    super();
  }
}

@CommandHandler(MakeForm)
export class MakeFormHandler implements ICommandHandler<MakeForm> {
  constructor(
    private readonly forms: Forms,
    private readonly validation: FormValidation,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, form }: MakeForm): Promise<MadeForm> {
    const { title, description, fields, ...origin } = form;
    this.check({ title, ...(description !== undefined && { description }), fields });
    const words = { title, description: description ?? null, fields };
    await this.forms.add(Form.make({ ...origin, ...words, workspaceId, madeAt: this.clock.now() }));
    const made = await this.forms.find(workspaceId, form.id);
    if (!made) throw notFound('form');
    return { id: made.id, expiresAt: made.state.expiresAt };
  }

  /** What calls itself a field came from a model: nothing looks into it before the schema has. */
  private check(input: FormInput): void {
    const broken = this.validation.problems(FORM_INPUT_SCHEMA, input);
    const problems = broken.length > 0 ? broken : fieldProblems(input.fields);
    if (problems.length > 0) throw formInvalid(problems);
  }
}
