import { JsonObject, Uuid } from '../../../platform/http/fields';
import { PageQuery } from '../../../platform/http/page';
import { Shown } from '../../../platform/http/view-fields';
import { MOST_FORM_BYTES } from '../commands/form-limits';

export class FormsQuery extends PageQuery {
  @Uuid({ optional: true, description: 'Only those that were made in this conversation.' })
  conversationId?: string;
}

export class FormDraftBody {
  @JsonObject({
    maxBytes: MOST_FORM_BYTES,
    example: { street: 'Harbour Road' },
    description:
      'What is filled in so far, by the names of the fields. Only the types are checked; files are not kept.',
  })
  values!: Record<string, unknown>;
}

export class FormSubmissionBody {
  @JsonObject({
    maxBytes: MOST_FORM_BYTES,
    example: { street: 'Harbour Road 7', parcels: 3 },
    description:
      'By the names of the fields, as the schema of the form wants them; what is not filled in is left out. ' +
      'A file is `{ name, mediaType, contentBase64 }`.',
  })
  values!: Record<string, unknown>;
}

export class FormSubmittedView {
  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a14',
    description: 'Also of the run in which the agent hears of it, within moments.',
  })
  id!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  formId!: string;
}
