import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { HAND_BACK_FORM } from '../commands/hand-back-form.command';
import { FormSubmitted } from '../contracts/form-submitted.event';

@EventsHandler(FormSubmitted)
export class EnqueueFormOnFormSubmitted implements IEventHandler<FormSubmitted> {
  constructor(private readonly queue: DataQueue) {}

  async handle({ workspaceId, submissionId }: FormSubmitted): Promise<void> {
    await this.queue.add(HAND_BACK_FORM, { workspaceId, subjectId: submissionId });
  }
}
