import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type ToolContext, type ToolDefinition } from '../../domain/tool';
import { Tool, type ToolInput } from '../../domain/tool-registry';
import { GetTask } from '../../queries/get-task.query';
import { requireUuid } from './require-uuid';
import { taskReach } from './task-reach';

@Injectable()
export class GetTaskTool extends Tool {
  override readonly definition: ToolDefinition = {
    name: 'get_task',
    description: 'Looks up a task and how it stands.',
    inputSchema: {
      type: 'object',
      properties: { taskId: { type: 'string', format: 'uuid', minLength: 36, maxLength: 36 } },
      required: ['taskId'],
      additionalProperties: false,
    },
    effect: 'read',
    requiresApproval: false,
    timeoutMs: 10_000,
  };

  constructor(private readonly queries: QueryBus) {
    super();
  }

  override async run({ taskId }: ToolInput, context: ToolContext): Promise<unknown> {
    const id = requireUuid(taskId, 'task');
    const task = await this.queries.execute(new GetTask(context.workspaceId, id, taskReach(context)));
    const { title, description, status, assigneeId, createdAt, updatedAt } = task;
    return { taskId: id, title, description, status, assigneeId, createdAt, updatedAt };
  }
}
