import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { HandoverRequested } from '../contracts/handover-requested.event';
import { type TaskKind } from '../contracts/task';
import { TaskCreated } from '../contracts/task-created.event';
import { requireAssignable } from './task-assignee';

export interface NewTask {
  readonly id: string;
  readonly kind: TaskKind;
  readonly title: string;
  readonly description: string;
  readonly assigneeId: string | null;
  readonly conversationId: string | null;
  readonly runId: string | null;
  readonly createdBy: string | null;
}

export class CreateTask extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly task: NewTask,
  ) {
    super();
  }
}

/** Repeatable: what is there already under this id stays as it is, and nobody is told again. */
@CommandHandler(CreateTask)
export class CreateTaskHandler implements ICommandHandler<CreateTask> {
  constructor(
    private readonly queries: QueryBus,
    private readonly store: AggregateStore,
  ) {}

  async execute({ workspaceId, task }: CreateTask): Promise<void> {
    const { id, kind, title, description, assigneeId, conversationId, runId, createdBy } = task;
    if (assigneeId) await requireAssignable(this.queries, workspaceId, assigneeId);
    const created = new TaskCreated(workspaceId, id, kind, assigneeId, { conversationId, runId });
    const handover =
      kind === 'handover' && conversationId && runId
        ? [new HandoverRequested(workspaceId, id, conversationId, runId)]
        : [];
    const row = sql`
      WITH made AS (
        INSERT INTO agent.tasks
          (workspace_id, id, kind, title, description, assignee_id, conversation_id, run_id, created_by)
        VALUES (${workspaceId}, ${id}, ${kind}, ${title}, ${description}, ${assigneeId}, ${conversationId}, ${runId},
          ${createdBy})
        ON CONFLICT DO NOTHING RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM made`;
    await wins(this.store.commit(workspaceId, [row], [created, ...handover]));
  }
}
