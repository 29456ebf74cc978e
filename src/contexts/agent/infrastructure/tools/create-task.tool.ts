import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CreateTask } from '../../commands/create-task.command';
import { type ToolContext, type ToolDefinition } from '../../domain/tool';
import { Tool, type ToolInput } from '../../domain/tool-registry';

@Injectable()
export class CreateTaskTool extends Tool {
  override readonly definition: ToolDefinition = {
    name: 'create_task',
    description: 'Writes down a task, such as a ticket, for the people of the company.',
    inputSchema: {
      type: 'object',
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 200 },
        description: { type: 'string', maxLength: 8_000, description: 'What has to be known to do it.' },
        assigneeId: {
          type: 'string',
          format: 'uuid',
          minLength: 36,
          maxLength: 36,
          description: 'Whose it is.',
        },
      },
      required: ['title'],
      additionalProperties: false,
    },
    effect: 'write',
    requiresApproval: false,
    timeoutMs: 10_000,
  };
  override readonly isRepeatable = true;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  override async run(input: ToolInput, context: ToolContext, effectId: string): Promise<unknown> {
    const {
      title,
      description = '',
      assigneeId = null,
    } = input as {
      title: string;
      description?: string;
      assigneeId?: string | null;
    };
    const { workspaceId, runId, conversationId, caller } = context;
    const task = { id: effectId, kind: 'ticket', title, description, assigneeId } as const;
    const origin = { conversationId, runId, createdBy: caller.userId };
    await this.commands.execute(new CreateTask(workspaceId, { ...task, ...origin }));
    return { taskId: effectId, status: 'open' };
  }
}
