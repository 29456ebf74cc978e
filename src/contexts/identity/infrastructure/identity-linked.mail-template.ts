import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../platform/mail/mail-template';

export const IDENTITY_LINKED = 'identity.external_identity_linked';

@Injectable()
export class IdentityLinkedMail extends MailTemplate {
  readonly kind = IDENTITY_LINKED;

  compose(): MailContent {
    return {
      subject: 'Your account can now be opened from another provider',
      paragraphs: [
        'An identity at another provider was linked to your account: signing in there now opens it.',
        'If it was not you who linked it, change your password and ask your workspace’s owner for help.',
      ],
    };
  }
}
