import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../platform/mail/mail-template';
import { PublicUrls } from '../../../platform/mail/public-urls';
import { SealedIds } from '../../../platform/security/sealed-ids';
import { LINK_MINUTES } from '../domain/one-time-links';

@Injectable()
export class MagicLinkMail extends MailTemplate {
  readonly kind = 'identity.magic_link';

  constructor(
    private readonly seals: SealedIds,
    private readonly urls: PublicUrls,
  ) {
    super();
  }

  compose({ linkId = '' }: Readonly<Record<string, string>>): MailContent {
    const token = this.seals.seal('magic_link', linkId);
    return {
      subject: 'Your link to sign in',
      paragraphs: [
        `This link signs you in. It works once, within ${LINK_MINUTES.magic_link} minutes.`,
        'You did not ask for it? Then leave it alone: without this mail nobody can use it.',
      ],
      action: { label: 'Sign in', url: this.urls.console(`/auth/magic-link#token=${token}`) },
    };
  }
}
