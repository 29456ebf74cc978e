import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../../platform/mail/mail-template';

export const AGENT_MESSAGE = 'agent-message';

@Injectable()
export class AgentMessageMail extends MailTemplate {
  override readonly kind = AGENT_MESSAGE;

  override compose({ subject = '', text = '' }: Readonly<Record<string, string>>): MailContent {
    return { subject, paragraphs: text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '') };
  }
}
