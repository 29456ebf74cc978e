import { type DomainEvent } from '../../../kernel/domain-event';

export type ApprovalDecision = 'approved' | 'rejected' | 'expired';

/** The run that waits for it can go on: the same step with the same arguments is used, or refused. */
export class ApprovalDecided implements DomainEvent {
  static readonly type = 'agent.approval-decided.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
    readonly runId: string,
    readonly step: number,
    readonly decision: ApprovalDecision,
  ) {}
}
