import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { MailLog, type RequestedMail } from './mail-log';
import { renderMail } from './mail-layout';
import { MailTemplates } from './mail-templates';
import { MailRefused, MailTransport, type OutgoingMail } from './mail-transport';

export interface MailAttempt {
  readonly number: number;
  readonly isLast: boolean;
}

export type MailOutcome = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly reason: string };

/** Sends a mail that was asked for. Rejects while a later attempt may do better. */
@Injectable()
export class MailDelivery {
  private readonly logger = new Logger(MailDelivery.name);

  constructor(
    private readonly settings: Settings,
    private readonly mails: MailLog,
    private readonly templates: MailTemplates,
    private readonly transport: MailTransport,
  ) {}

  async deliver(workspaceId: string | null, mailId: string, attempt: MailAttempt): Promise<MailOutcome> {
    const mail = await this.mails.findUnsent(workspaceId, mailId);
    if (!mail) return { kind: 'done' };
    const messageId = `<${mailId}@${hostOf(this.settings.mail.from)}>`;
    const error = await this.attempt(mail, messageId);
    if (!error) {
      await this.mails.recordSent(workspaceId, mailId, messageId);
      return { kind: 'done' };
    }
    this.logger.warn(`Mail ${mailId} (${mail.kind}, attempt ${attempt.number}): ${error.message}`);
    if (!attempt.isLast && !(error instanceof MailRefused)) throw error;
    await this.mails.recordFailure(workspaceId, mailId, error, attempt.number);
    return { kind: 'failed', reason: error.message };
  }

  private async attempt(mail: RequestedMail, messageId: string): Promise<Error | null> {
    try {
      await this.transport.send(this.compose(mail, messageId));
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private compose(mail: RequestedMail, messageId: string): OutgoingMail {
    const { id, recipient: to, requestedAt } = mail;
    const content = this.templates.of(mail.kind).compose(mail.params);
    return { id, messageId, from: this.settings.mail.from, to, requestedAt, ...renderMail(content) };
  }
}

/** An attempt that was cut off may have been successful: the same id lets the receiver see that it has the mail. */
function hostOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf('@') + 1).replace('>', '');
}
