import { Injectable } from '@nestjs/common';
import { isEmail } from 'class-validator';
import { DomainError } from '../../../../kernel/domain-error';
import { violatedConstraint } from '../../../../platform/database/database-errors';
import { requestMail } from '../../../../platform/mail/mail-request';
import { AggregateStore } from '../../../../platform/outbox/aggregate-store';
import { type ToolContext, type ToolDefinition } from '../../domain/tool';
import { Tool, type ToolAccess, type ToolInput } from '../../domain/tool-registry';
import { AGENT_MESSAGE } from './agent-message.mail-template';

/** Words of a model to somebody outside: a person reads them first, always. */
@Injectable()
export class SendMailTool extends Tool {
  override readonly definition: ToolDefinition = {
    name: 'send_mail',
    description: 'Sends a mail in plain text.',
    inputSchema: {
      type: 'object',
      properties: {
        to: { type: 'string', format: 'email', minLength: 3, maxLength: 254 },
        subject: { type: 'string', minLength: 1, maxLength: 200 },
        text: {
          type: 'string',
          minLength: 1,
          maxLength: 8_000,
          description: 'Paragraphs, with empty lines between them.',
        },
      },
      required: ['to', 'subject', 'text'],
      additionalProperties: false,
    },
    effect: 'external',
    requiresApproval: true,
    timeoutMs: 10_000,
  };
  override readonly access: ToolAccess = {
    roles: ['owner', 'member', 'agent', 'service'],
    scope: 'conversations:write',
  };
  /** It is the row that is made once: whoever asks again finds it. */
  override readonly isRepeatable = true;

  constructor(private readonly store: AggregateStore) {
    super();
  }

  override async run(input: ToolInput, { workspaceId }: ToolContext, effectId: string): Promise<unknown> {
    const { to, subject, text } = input as { to: string; subject: string; text: string };
    if (!isEmail(to)) throw noAddress();
    const mail = { id: effectId, workspaceId, kind: AGENT_MESSAGE, to, params: { subject, text } };
    const { row, event } = requestMail(mail);
    try {
      await this.store.commit(workspaceId, [row], [event]);
    } catch (error) {
      if (violatedConstraint(error) !== 'mails_pkey') throw error;
    }
    return { mailId: effectId, status: 'accepted' };
  }
}

const noAddress = () =>
  new DomainError({
    kind: 'invalid',
    code: 'no_address',
    detail: 'This is no address that mail can be sent to.',
  });
