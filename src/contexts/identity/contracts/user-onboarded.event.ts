import { type DomainEvent } from '../../../kernel/domain-event';

/** Somebody signed up, and with that asked for a first workspace, whose id was chosen with theirs. */
export class UserOnboarded implements DomainEvent {
  static readonly type = 'identity.user-onboarded.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly userId: string,
    readonly workspaceName: string,
  ) {
    this.aggregateId = userId;
  }
}
