import { type DomainEvent } from '../../../kernel/domain-event';

/** `aggregateId` is the form. The run in which its agent hears of it has the id of the submission. */
export class FormSubmitted implements DomainEvent {
  static readonly type = 'agent.form-submitted.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
    readonly submissionId: string,
    readonly conversationId: string,
    readonly agent: string,
  ) {}
}
