import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Shown } from '../../../platform/http/view-fields';
import { INTAKE_FORM } from '../domain/intake-form';

export class IntakeQuestionView {
  @Shown({ example: 'tone', description: 'The field of the answers.' })
  name!: string;

  @Shown({ example: 'How should the assistant sound?' })
  label!: string;

  @Shown({
    enum: ['text', 'choice', 'choices', 'languages', 'yes_no', 'url', 'email'],
    example: 'choice',
  })
  kind!: string;

  @Shown({ example: true })
  isRequired!: boolean;

  @Shown({ example: ['friendly', 'formal'], isArray: true, description: 'Empty where anything goes.' })
  choices!: readonly string[];
}

export class IntakeFormView {
  @Shown({ type: IntakeQuestionView, isArray: true, description: 'In the order of asking.' })
  questions!: readonly IntakeQuestionView[];
}

export class GetIntakeForm extends Query<IntakeFormView> {}

@QueryHandler(GetIntakeForm)
export class GetIntakeFormHandler implements IQueryHandler<GetIntakeForm> {
  execute(): Promise<IntakeFormView> {
    return Promise.resolve({ questions: INTAKE_FORM });
  }
}
