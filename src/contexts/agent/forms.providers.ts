import { type Provider } from '@nestjs/common';
import { FormHandBacks } from './commands/form-hand-backs';
import { HandBackFormHandler } from './commands/hand-back-form.command';
import { MakeFormHandler } from './commands/make-form.command';
import { RequeueFormHandler } from './commands/requeue-form.command';
import { SaveFormDraftHandler } from './commands/save-form-draft.command';
import { SubmitFormHandler } from './commands/submit-form.command';
import { FormValidation } from './domain/form-validation';
import { Forms } from './domain/forms';
import { AjvFormValidation } from './infrastructure/ajv.form-validation';
import { FormDeadLetterSource } from './infrastructure/form.dead-letter-source';
import { FormsDataHolder } from './infrastructure/forms.data-holder';
import { PostgresForms } from './infrastructure/postgres.forms';
import { EraseExpiredForms } from './jobs/erase-expired-forms.task';
import { FindUnheardForms } from './jobs/find-unheard-forms.task';
import { HandBackFormTask } from './jobs/hand-back-form.task';
import { DownloadFormFileHandler } from './queries/download-form-file.query';
import { GetFormHandler } from './queries/get-form.query';
import { ListFormsHandler } from './queries/list-forms.query';
import { EnqueueFormOnFormSubmitted } from './reactions/enqueue-form-on-form-submitted';
import { RequeueFormOnFormRetryAsked } from './reactions/requeue-form-on-form-retry-asked';

/** What agents ask people to fill in, and how they hear of it. */
export const FORMS: readonly Provider[] = [
  MakeFormHandler,
  SaveFormDraftHandler,
  SubmitFormHandler,
  HandBackFormHandler,
  RequeueFormHandler,
  FormHandBacks,
  ListFormsHandler,
  GetFormHandler,
  DownloadFormFileHandler,
  HandBackFormTask,
  FindUnheardForms,
  EraseExpiredForms,
  EnqueueFormOnFormSubmitted,
  RequeueFormOnFormRetryAsked,
  FormDeadLetterSource,
  FormsDataHolder,
  { provide: Forms, useClass: PostgresForms },
  { provide: FormValidation, useClass: AjvFormValidation },
];
