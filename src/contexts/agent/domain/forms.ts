import { type Form } from './form';
import { type FormValues } from './form-fields';
import { type FormSubmission } from './form-submission';

export abstract class Forms {
  /** A form that is there already stays as it is. */
  abstract add(form: Form): Promise<void>;
  abstract find(workspaceId: string, id: string): Promise<Form | null>;
  /** In place of the draft before; rejects when the form is not open any more. */
  abstract keepDraft(form: Form, draft: FormValues, now: Date): Promise<void>;
  /** Rejects when somebody else was first. */
  abstract submit(form: Form, submission: FormSubmission): Promise<void>;
}
