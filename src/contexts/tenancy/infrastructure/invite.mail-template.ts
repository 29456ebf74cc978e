import { Injectable } from '@nestjs/common';
import { type MailContent, MailTemplate } from '../../../platform/mail/mail-template';
import { PublicUrls } from '../../../platform/mail/public-urls';
import { INVITE_DAYS } from '../domain/invite';
import { InviteTokens } from '../domain/invite-tokens';

export const INVITE_MAIL = 'tenancy.invite';

@Injectable()
export class InviteMailTemplate extends MailTemplate {
  readonly kind = INVITE_MAIL;

  constructor(
    private readonly tokens: InviteTokens,
    private readonly urls: PublicUrls,
  ) {
    super();
  }

  compose(params: Readonly<Record<string, string>>): MailContent {
    const { workspaceId = '', linkId = '', workspaceName = '', role = '' } = params;
    const token = this.tokens.seal({ workspaceId, linkId });
    return {
      subject: `You are invited to ${workspaceName}`,
      paragraphs: [
        `You are invited to join the workspace “${workspaceName}” as ${role}.`,
        'Sign in with this e-mail address, or sign up with it first. ' +
          `The invitation is for you alone and holds for ${INVITE_DAYS} days.`,
        'You did not expect this? Then there is nothing for you to do.',
      ],
      action: { label: 'Accept the invitation', url: this.urls.console(`/invites/accept#token=${token}`) },
    };
  }
}
