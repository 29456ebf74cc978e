import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { identityTaken, invalidExternalToken } from '../domain/external-errors';
import { ExternalIdentities } from '../domain/external-identities';
import { IdentityProvider } from '../domain/identity-provider';

/** From then on the provider's word opens this account. */
export class LinkExternalIdentity extends Command<void> {
  constructor(
    readonly userId: string,
    readonly token: string,
  ) {
    super();
  }
}

@CommandHandler(LinkExternalIdentity)
export class LinkExternalIdentityHandler implements ICommandHandler<LinkExternalIdentity> {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly identities: ExternalIdentities,
  ) {}

  async execute({ userId, token }: LinkExternalIdentity): Promise<void> {
    if (!this.provider.isAvailable) throw notFound('identity provider');
    const vouched = await this.provider.verify(token);
    if (!vouched) throw invalidExternalToken();
    if (!(await this.identities.link(userId, vouched))) throw identityTaken();
  }
}
