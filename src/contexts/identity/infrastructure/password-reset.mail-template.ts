import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../platform/mail/mail-template';
import { PublicUrls } from '../../../platform/mail/public-urls';
import { SealedIds } from '../../../platform/security/sealed-ids';
import { LINK_MINUTES } from '../domain/one-time-links';

@Injectable()
export class PasswordResetMail extends MailTemplate {
  readonly kind = 'identity.password_reset';

  constructor(
    private readonly seals: SealedIds,
    private readonly urls: PublicUrls,
  ) {
    super();
  }

  compose({ linkId = '' }: Readonly<Record<string, string>>): MailContent {
    const token = this.seals.seal('password_reset', linkId);
    return {
      subject: 'Choose a new password',
      paragraphs: [
        `With this link you can choose a new password. It works once, within ${LINK_MINUTES.password_reset} minutes, and signs you out everywhere.`,
        'You did not ask for it? Then leave it alone: your password stays as it is.',
      ],
      action: {
        label: 'Choose a new password',
        url: this.urls.console(`/auth/password/reset#token=${token}`),
      },
    };
  }
}
