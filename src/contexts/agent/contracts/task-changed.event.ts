import { type DomainEvent } from '../../../kernel/domain-event';
import { type TaskStatus } from './task';

export class TaskChanged implements DomainEvent {
  static readonly type = 'agent.task-changed.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
    readonly status: TaskStatus,
    readonly assigneeId: string | null,
    readonly conversationId: string | null,
  ) {}
}
