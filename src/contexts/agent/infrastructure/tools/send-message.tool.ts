import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '../../../../kernel/domain-error';
import { PostReply } from '../../../conversation/contracts/post-reply.command';
import { guardAside } from '../../domain/guardrails/guarded-aside';
import { type ToolContext, type ToolDefinition } from '../../domain/tool';
import { Tool, type ToolInput } from '../../domain/tool-registry';

/** Into the conversation that is going on; there is no way to name another one. */
@Injectable()
export class SendMessageTool extends Tool {
  override readonly definition: ToolDefinition = {
    name: 'send_message',
    description:
      'Posts a message into this conversation besides the reply, for example before something takes long.',
    inputSchema: {
      type: 'object',
      properties: { text: { type: 'string', minLength: 1, maxLength: 4_000 } },
      required: ['text'],
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

  override async run({ text }: ToolInput, context: ToolContext, effectId: string): Promise<unknown> {
    const { workspaceId, conversationId, runId, agent } = context;
    const content = guardAside(text as string, agent.guardrails);
    if (content === null) throw withheld();
    const message = { id: effectId, runId, content, sources: [] };
    await this.commands.execute(new PostReply(workspaceId, conversationId, message));
    return { messageId: effectId };
  }
}

const withheld = () =>
  new DomainError({
    kind: 'invalid',
    code: 'message_withheld',
    detail: 'The guardrails of this agent keep this message back.',
  });
