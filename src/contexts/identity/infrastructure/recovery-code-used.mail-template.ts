import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../platform/mail/mail-template';

export const RECOVERY_CODE_USED = 'identity.recovery_code_used';

@Injectable()
export class RecoveryCodeUsedMail extends MailTemplate {
  readonly kind = RECOVERY_CODE_USED;

  compose(): MailContent {
    return {
      subject: 'A recovery code of your account was used',
      paragraphs: [
        'One of your recovery codes was used in place of a code of your authenticator app. It is used up.',
        'If it was not you, change your password, and set the second factor up again for new recovery codes.',
      ],
    };
  }
}
