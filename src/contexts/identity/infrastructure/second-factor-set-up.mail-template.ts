import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../platform/mail/mail-template';

export const SECOND_FACTOR_SET_UP = 'identity.second_factor_set_up';

@Injectable()
export class SecondFactorSetUpMail extends MailTemplate {
  readonly kind = SECOND_FACTOR_SET_UP;

  compose(): MailContent {
    return {
      subject: 'Your account now has a second factor',
      paragraphs: [
        'From now on, signing in to your account takes a code of your authenticator app besides your password.',
        'If it was not you who set it up, somebody is in your account: reset your password, and ask your workspace’s owner for help.',
      ],
    };
  }
}
