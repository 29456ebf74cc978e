import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { join } from 'node:path';
import { Settings } from '../../../config/settings';
import { EnqueueMailOnMailRequested } from './enqueue-mail-on-mail-requested';
import { FileMailTransport } from './file.mail-transport';
import { FindLostMails } from './find-lost-mails';
import { MailDelivery } from './mail-delivery';
import { MailLog } from './mail-log';
import { MailTemplates } from './mail-templates';
import { MailDeadLetterSource } from './mail.dead-letter-source';
import { MailTransport } from './mail-transport';
import { PublicUrls } from './public-urls';
import { SendMailProcessor } from './send-mail.processor';
import { SmtpMailTransport } from './smtp.mail-transport';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: MailTransport, inject: [Settings], useFactory: mailTransport },
    MailTemplates,
    MailLog,
    MailDelivery,
    SendMailProcessor,
    FindLostMails,
    MailDeadLetterSource,
    EnqueueMailOnMailRequested,
    PublicUrls,
  ],
  exports: [PublicUrls],
})
export class MailModule {}

function mailTransport({ mail, queue, dataDirectory }: Settings): MailTransport {
  return mail.smtpUrl
    ? new SmtpMailTransport(mail.smtpUrl, queue.concurrency.email)
    : new FileMailTransport(join(dataDirectory, 'mail'));
}
