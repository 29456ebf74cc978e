import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { invalidCode } from '../domain/errors';
import { noSecondFactor } from '../domain/second-factor-errors';
import { SecondFactors } from '../domain/second-factors';
import { TotpEnrolments } from '../domain/totp-enrolments';
import { KnownUsers } from '../queries/known-users';

/** Ends no session; but none is strong any more by what is not there any more. */
export class DisableTotp extends Command<void> {
  constructor(
    readonly userId: string,
    readonly code: string,
  ) {
    super();
  }
}

@CommandHandler(DisableTotp)
export class DisableTotpHandler implements ICommandHandler<DisableTotp> {
  constructor(
    private readonly secondFactors: SecondFactors,
    private readonly enrolments: TotpEnrolments,
    private readonly directory: SessionDirectory,
    private readonly users: KnownUsers,
  ) {}

  async execute({ userId, code }: DisableTotp): Promise<void> {
    const outcome = await this.secondFactors.check(userId, code);
    if (outcome === 'not_set_up') throw noSecondFactor();
    if (outcome !== 'passed') throw invalidCode();
    const weakened = await this.enrolments.remove(userId);
    if (!weakened) throw noSecondFactor();
    for (const sessionId of weakened) this.directory.forgetSession(sessionId);
    this.users.forget(userId);
  }
}
