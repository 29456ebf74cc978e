import { type DomainEvent } from '../../../kernel/domain-event';

/** An agent is to answer a dataset. `aggregateId` is the eval run. */
export class EvalRunRequested implements DomainEvent {
  static readonly type = 'agent.eval-run-requested.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
