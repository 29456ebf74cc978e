import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { type TaskView } from './task.view';

export interface TaskSelection {
  readonly limit: number;
  readonly cursor?: string;
  readonly status?: string;
  readonly kind?: string;
  readonly assigneeId?: string;
  readonly conversationId?: string;
}

export class ListTasks extends Query<Page<TaskView>> {
  constructor(
    readonly workspaceId: string,
    readonly selection: TaskSelection,
  ) {
    super();
  }
}

@QueryHandler(ListTasks)
export class ListTasksHandler implements IQueryHandler<ListTasks> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, selection }: ListTasks): Promise<Page<TaskView>> {
    const { limit, cursor, status = null, kind = null, assigneeId = null, conversationId = null } = selection;
    const rows = await this.database.query<TaskView>(
      workspaceId,
      sql`
        SELECT id, kind, title, description, status, assignee_id AS "assigneeId", conversation_id AS "conversationId",
          run_id AS "runId", created_by AS "createdBy", created_at AS "createdAt", updated_at AS "updatedAt"
        FROM agent.tasks
        WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(cursor)}
          AND (${status}::text IS NULL OR status = ${status}) AND (${kind}::text IS NULL OR kind = ${kind})
          AND (${assigneeId}::uuid IS NULL OR assignee_id = ${assigneeId})
          AND (${conversationId}::uuid IS NULL OR conversation_id = ${conversationId})
        ORDER BY id DESC LIMIT ${limit + 1}`,
    );
    return toPage(rows, limit);
  }
}
