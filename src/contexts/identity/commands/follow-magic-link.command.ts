import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { invalidLink } from '../domain/errors';
import { LoginAttempts } from '../domain/login-attempts';
import { OneTimeLinks } from '../domain/one-time-links';
import { type Device } from './device';
import { LinkCodes } from './link-codes';
import { type SessionGrant, SessionGrants } from './session-grants';
import { Standings } from './standings';

/** No lock stands in its way: whoever reads the person's mail is let in, whatever strangers have tried. */
export class FollowMagicLink extends Command<SessionGrant> {
  constructor(
    readonly secret: string,
    readonly code: string | null,
    readonly address: string,
    readonly device: Device,
  ) {
    super();
  }
}

@CommandHandler(FollowMagicLink)
export class FollowMagicLinkHandler implements ICommandHandler<FollowMagicLink> {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly codes: LinkCodes,
    private readonly attempts: LoginAttempts,
    private readonly standings: Standings,
    private readonly grants: SessionGrants,
  ) {}

  async execute({ secret, code, address, device }: FollowMagicLink): Promise<SessionGrant> {
    const link = await this.links.find('magic_link', secret);
    if (!link) throw invalidLink();
    const isStrong = await this.codes.demand(link, code);
    if (!(await this.links.use(link.id))) throw invalidLink();
    await this.attempts.succeed({ email: link.email, address }, link.userId);
    const standing = await this.standings.of(link.userId, null);
    return this.grants.open(link, standing, device, { isStrong });
  }
}
