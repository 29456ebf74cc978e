import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { UpdateTask } from '../../commands/update-task.command';
import { TASK_STATUSES, type TaskStatus } from '../../contracts/task';
import { type ToolContext, type ToolDefinition } from '../../domain/tool';
import { Tool, type ToolInput } from '../../domain/tool-registry';
import { requireUuid } from './require-uuid';
import { taskReach } from './task-reach';

@Injectable()
export class UpdateTaskTool extends Tool {
  override readonly definition: ToolDefinition = {
    name: 'update_task',
    description: 'Changes the title, description or status of a task.',
    inputSchema: {
      type: 'object',
      properties: {
        taskId: { type: 'string', format: 'uuid', minLength: 36, maxLength: 36 },
        title: { type: 'string', minLength: 1, maxLength: 200 },
        description: { type: 'string', maxLength: 8_000 },
        status: { type: 'string', enum: [...TASK_STATUSES] },
      },
      required: ['taskId'],
      additionalProperties: false,
    },
    effect: 'write',
    requiresApproval: false,
    timeoutMs: 10_000,
  };
  /** It says how the task is to be, not by how much it changes. */
  override readonly isRepeatable = true;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  override async run({ taskId, ...change }: ToolInput, context: ToolContext): Promise<unknown> {
    const id = requireUuid(taskId, 'task');
    const wanted = change as { title?: string; description?: string; status?: TaskStatus };
    await this.commands.execute(new UpdateTask(context.workspaceId, id, wanted, taskReach(context)));
    return { taskId: id, ...wanted };
  }
}
