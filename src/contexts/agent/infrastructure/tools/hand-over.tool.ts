import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CreateTask } from '../../commands/create-task.command';
import { type ToolContext, type ToolDefinition } from '../../domain/tool';
import { Tool, type ToolInput } from '../../domain/tool-registry';

const TITLE_LENGTH = 120;

@Injectable()
export class HandOverTool extends Tool {
  override readonly definition: ToolDefinition = {
    name: 'hand_over',
    description: 'Brings in a person, who goes on with this conversation.',
    inputSchema: {
      type: 'object',
      properties: {
        reason: {
          type: 'string',
          minLength: 1,
          maxLength: 2_000,
          description: 'Why, and what has been tried.',
        },
      },
      required: ['reason'],
      additionalProperties: false,
    },
    effect: 'write',
    requiresApproval: false,
    timeoutMs: 10_000,
  };
  override readonly isRepeatable = true;
  override readonly bringsInPerson = true;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  override async run({ reason }: ToolInput, context: ToolContext, effectId: string): Promise<unknown> {
    const { workspaceId, runId, conversationId, caller, agent } = context;
    const description = reason as string;
    const title = `${agent.name}: ${description.replace(/\s+/g, ' ').slice(0, TITLE_LENGTH)}`.slice(0, 200);
    const task = { id: effectId, kind: 'handover', title, description, assigneeId: null } as const;
    const origin = { conversationId, runId, createdBy: caller.userId };
    await this.commands.execute(new CreateTask(workspaceId, { ...task, ...origin }));
    return { taskId: effectId, status: 'A person has been asked to take over.' };
  }
}
