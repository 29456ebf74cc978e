import { type DomainEvent } from '../../../kernel/domain-event';
import { type TaskKind } from './task';

export class TaskCreated implements DomainEvent {
  static readonly type = 'agent.task-created.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
    readonly kind: TaskKind,
    readonly assigneeId: string | null,
    readonly origin: { readonly conversationId: string | null; readonly runId: string | null },
  ) {}
}
