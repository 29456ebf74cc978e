import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../platform/mail/mail-template';
import { PublicUrls } from '../../../platform/mail/public-urls';
import { EXPORT_READY } from '../commands/tell-of-export.command';

@Injectable()
export class ExportReadyMail extends MailTemplate {
  readonly kind = EXPORT_READY;

  constructor(private readonly urls: PublicUrls) {
    super();
  }

  compose({ exportId }: Readonly<Record<string, string>>): MailContent {
    return {
      subject: 'Your export is ready',
      paragraphs: [
        'The export that you asked for is ready. You can download it for seven days, while you are signed in.',
        'If it was not you who asked, sign out all sessions and change your password.',
      ],
      action: { label: 'Download', url: this.urls.console(`/exports/${exportId}`) },
    };
  }
}
