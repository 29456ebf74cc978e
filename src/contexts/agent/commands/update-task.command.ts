import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { type TaskStatus } from '../contracts/task';
import { TaskChanged } from '../contracts/task-changed.event';
import { requireAssignable } from './task-assignee';

export interface TaskChange {
  readonly title?: string;
  readonly description?: string;
  readonly status?: TaskStatus;
  /** Null: nobody's any more. */
  readonly assigneeId?: string | null;
}

interface KnownTask {
  readonly title: string;
  readonly description: string;
  readonly status: TaskStatus;
  readonly assigneeId: string | null;
  readonly conversationId: string | null;
  readonly version: number;
}

export class UpdateTask extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly taskId: string,
    readonly change: TaskChange,
    /** Only a task of this conversation; null: any task. */
    readonly within: string | null = null,
  ) {
    super();
  }
}

@CommandHandler(UpdateTask)
export class UpdateTaskHandler implements ICommandHandler<UpdateTask> {
  constructor(
    private readonly queries: QueryBus,
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {}

  async execute({ workspaceId, taskId, change, within }: UpdateTask): Promise<void> {
    const [known] = await this.database.query<KnownTask & { version: number }>(
      workspaceId,
      sql`
        SELECT title, description, status, assignee_id AS "assigneeId", conversation_id AS "conversationId", version
        FROM agent.tasks WHERE workspace_id = ${workspaceId} AND id = ${taskId}`,
    );
    if (!known || (within !== null && known.conversationId !== within)) throw notFound('task');
    if (change.assigneeId) await requireAssignable(this.queries, workspaceId, change.assigneeId);
    const next = { ...known, ...withoutGaps(change) };
    const row = sql`
      WITH changed AS (
        UPDATE agent.tasks SET title = ${next.title}, description = ${next.description}, status = ${next.status},
          assignee_id = ${next.assigneeId}, updated_at = now(), version = version + 1
        WHERE workspace_id = ${workspaceId} AND id = ${taskId} AND version = ${known.version} RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM changed`;
    const changed = new TaskChanged(workspaceId, taskId, next.status, next.assigneeId, known.conversationId);
    if (!(await wins(this.store.commit(workspaceId, [row], [changed])))) throw changedMeanwhile();
  }
}

/** A form has a key for every field that it knows, also for those that were left out. */
function withoutGaps(change: TaskChange): Partial<KnownTask> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

const changedMeanwhile = () =>
  new DomainError({
    kind: 'conflict',
    code: 'concurrent_change',
    detail: 'Somebody else has changed this task at the same moment. Look at it again, then try again.',
  });
