import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../platform/mail/mail-template';
import { PublicUrls } from '../../../platform/mail/public-urls';

export const PASSWORD_CHANGED_MAIL = 'identity.password_changed';

@Injectable()
export class PasswordChangedMail extends MailTemplate {
  readonly kind = PASSWORD_CHANGED_MAIL;

  constructor(private readonly urls: PublicUrls) {
    super();
  }

  compose(): MailContent {
    return {
      subject: 'Your password was changed',
      paragraphs: [
        'The password of your account was changed a moment ago, and all of your sessions have ended.',
        'That was you? Then there is nothing to do. If not, choose a new password at once.',
      ],
      action: { label: 'Choose a new password', url: this.urls.console('/auth/password/forgot') },
    };
  }
}
