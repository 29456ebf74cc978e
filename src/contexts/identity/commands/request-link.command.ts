import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LINK_MINUTES, type LinkPurpose, OneTimeLinks } from '../domain/one-time-links';
import { Users } from '../domain/users';

/**
 * Answers with how many seconds a link is good. Nothing in that, nor in the time that it takes, tells
 * whether the address has an account.
 */
export class RequestLink extends Command<number> {
  constructor(
    readonly purpose: LinkPurpose,
    readonly email: string,
  ) {
    super();
  }
}

@CommandHandler(RequestLink)
export class RequestLinkHandler implements ICommandHandler<RequestLink> {
  constructor(
    private readonly users: Users,
    private readonly links: OneTimeLinks,
  ) {}

  async execute({ purpose, email }: RequestLink): Promise<number> {
    const recipient = await this.users.findByEmail(email);
    // Random through and through: the id is half of a secret, and must not tell the time.
    await this.links.issue({ id: randomUUID(), purpose, email, recipient });
    return LINK_MINUTES[purpose] * 60;
  }
}
