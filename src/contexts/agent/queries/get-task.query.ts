import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type TaskView } from './task.view';

export class GetTask extends Query<TaskView> {
  constructor(
    readonly workspaceId: string,
    readonly taskId: string,
    /** Only a task of this conversation; null: any task. */
    readonly within: string | null = null,
  ) {
    super();
  }
}

@QueryHandler(GetTask)
export class GetTaskHandler implements IQueryHandler<GetTask> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, taskId, within }: GetTask): Promise<TaskView> {
    const [task] = await this.database.query<TaskView>(
      workspaceId,
      sql`
        SELECT id, kind, title, description, status, assignee_id AS "assigneeId", conversation_id AS "conversationId",
          run_id AS "runId", created_by AS "createdBy", created_at AS "createdAt", updated_at AS "updatedAt"
        FROM agent.tasks
        WHERE workspace_id = ${workspaceId} AND id = ${taskId}
          AND (${within}::uuid IS NULL OR conversation_id = ${within})`,
    );
    if (!task) throw notFound('task');
    return task;
  }
}
