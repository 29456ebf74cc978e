import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { invalidLink } from '../domain/errors';
import { type GoodLink, OneTimeLinks } from '../domain/one-time-links';
import { OneByOne } from './one-by-one';
import { PasswordChanges } from './password-changes';

export class ResetPassword extends Command<void> {
  constructor(
    readonly secret: string,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(ResetPassword)
export class ResetPasswordHandler implements ICommandHandler<ResetPassword> {
  private readonly turns = new OneByOne();

  constructor(
    private readonly links: OneTimeLinks,
    private readonly changes: PasswordChanges,
  ) {}

  /** One after the other, so that many requests with one link cost one hash. */
  execute({ secret, password }: ResetPassword): Promise<void> {
    return this.turns.run(secret, async () => {
      const link = await this.links.find('password_reset', secret);
      if (!link) throw invalidLink();
      await this.change(link, password);
    });
  }

  /** Another process may have been first. */
  private async change({ id: linkId, ...person }: GoodLink, password: string): Promise<void> {
    try {
      await this.changes.apply({ ...person, password, linkId });
    } catch (error) {
      throw error instanceof DomainError && error.code === 'concurrent_change' ? invalidLink() : error;
    }
  }
}
