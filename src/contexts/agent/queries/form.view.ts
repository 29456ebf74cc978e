import { Shown } from '../../../platform/http/view-fields';
import { FIELD_TYPES, type FieldType, type FormField, type FormValues } from '../domain/form-fields';
import { FORM_STATUSES, type FormStatus } from '../domain/form-status';
import { type JsonSchema } from '../domain/tool';

export class FormSummaryView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'customer-service', description: 'Which agent made it, and goes on with it.' })
  agent!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13' })
  conversationId!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12', description: 'The run in which it was made.' })
  runId!: string;

  @Shown({ example: 'Where should we deliver?' })
  title!: string;

  @Shown({ example: 'We need it to plan the tour.', nullable: true })
  description!: string | null;

  @Shown({ enum: FORM_STATUSES, example: 'open' })
  status!: FormStatus;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  madeAt!: Date;

  @Shown({ example: '2026-11-25T09:30:00.000Z', description: 'Until then it can be filled in.' })
  expiresAt!: Date;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a14',
    nullable: true,
    description: 'Once there is one.',
  })
  submissionId!: string | null;
}

export class FormFieldView implements FormField {
  @Shown({ example: 'street', description: 'Under which the value is submitted.' })
  name!: string;

  @Shown({ example: 'Street and number' })
  label!: string;

  @Shown({ enum: FIELD_TYPES, example: 'text' })
  type!: FieldType;

  @Shown({ example: true, optional: true })
  required?: boolean;

  @Shown({ example: 'As on the door.', optional: true })
  help?: string;

  @Shown({ example: 1, optional: true, description: 'Of a number; of a multiselect how many at least.' })
  min?: number;

  @Shown({ example: 20, optional: true, description: 'Of a number; of a multiselect how many at most.' })
  max?: number;

  @Shown({ example: 2, optional: true })
  minLength?: number;

  @Shown({ example: 200, optional: true })
  maxLength?: number;

  @Shown({ example: ['morning', 'evening'], isArray: true, optional: true })
  options?: string[];

  @Shown({ example: ['image/png'], isArray: true, optional: true, description: 'Media types of a file.' })
  accept?: string[];

  @Shown({ example: 100_000, optional: true })
  maxBytes?: number;
}

export class FormView extends FormSummaryView {
  @Shown({ type: FormFieldView, isArray: true })
  fields!: FormFieldView[];

  @Shown({
    example: { type: 'object', properties: { street: { type: 'string' } }, required: ['street'] },
    description: 'JSON Schema (draft 2020-12) of the values: what a submission is checked by.',
  })
  schema!: JsonSchema;

  @Shown({
    example: { street: 'Harbour Road 7' },
    nullable: true,
    description:
      'What was submitted, or the draft of an open form. Of a file its name, type and size: `GET /forms/:id/files/:field` has it.',
  })
  values!: FormValues | null;

  @Shown({ example: '2026-11-24T10:00:00.000Z', nullable: true })
  submittedAt!: Date | null;

  @Shown({
    example: '2026-11-24T10:00:01.000Z',
    nullable: true,
    description: 'When the agent had heard of it.',
  })
  handedBackAt!: Date | null;
}
