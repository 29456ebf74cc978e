import { type SendMailOptions } from 'nodemailer';
import { MailRefused, type OutgoingMail } from './mail-transport';

/** One plain address: no list, no name, nothing that could end a header. */
const ADDRESS = /^[^\s<>()[\]\\,;:@"]+@[^\s<>()\\,;:@"]+$/u;

/** What every transport makes of a mail. The date is that of the wish, so a mail sent twice is the same mail. */
export function messageOf(mail: OutgoingMail): SendMailOptions {
  if (!ADDRESS.test(mail.to)) throw new MailRefused('The recipient is not a mail address.');
  return {
    messageId: mail.messageId,
    date: mail.requestedAt,
    from: mail.from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
