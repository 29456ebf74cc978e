import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MakeForm } from '../../commands/make-form.command';
import { FORM_INPUT_SCHEMA, type FormInput } from '../../domain/form-input-schema';
import { type ToolContext, type ToolDefinition } from '../../domain/tool';
import { Tool, type ToolInput } from '../../domain/tool-registry';

@Injectable()
export class MakeFormTool extends Tool {
  override readonly definition: ToolDefinition = {
    name: 'make_form',
    description:
      'Makes a form for the person you talk to. What they fill in comes to you as their next message.',
    inputSchema: FORM_INPUT_SCHEMA,
    effect: 'write',
    requiresApproval: false,
    timeoutMs: 10_000,
  };
  override readonly isRepeatable = true;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  override async run(input: ToolInput, context: ToolContext, effectId: string): Promise<unknown> {
    const { workspaceId, runId, conversationId, agent } = context;
    const origin = { id: effectId, conversationId, runId, agent: agent.slug };
    const form = { ...(input as unknown as FormInput), ...origin };
    const { id: formId, expiresAt } = await this.commands.execute(new MakeForm(workspaceId, form));
    return { formId, expiresAt: expiresAt.toISOString() };
  }
}
