import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../platform/mail/mail-template';

export const SECOND_FACTOR_REMOVED = 'identity.second_factor_removed';

@Injectable()
export class SecondFactorRemovedMail extends MailTemplate {
  readonly kind = SECOND_FACTOR_REMOVED;

  compose(): MailContent {
    return {
      subject: 'Your account has no second factor any more',
      paragraphs: [
        'The second factor of your account was removed: your password alone signs you in.',
        'If it was not you who removed it, change your password and set the second factor up again.',
      ],
    };
  }
}
