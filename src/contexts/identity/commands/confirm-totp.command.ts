import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { invalidCode } from '../domain/errors';
import { newRecoveryCodes } from '../domain/recovery-codes';
import { noSecondFactor } from '../domain/second-factor-errors';
import { type ShowingSession, TotpEnrolments } from '../domain/totp-enrolments';
import { KnownUsers } from '../queries/known-users';

/** Answers with the recovery codes: they are told this once, and kept as digests. */
export class ConfirmTotp extends Command<string[]> {
  constructor(
    readonly session: ShowingSession,
    readonly code: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmTotp)
export class ConfirmTotpHandler implements ICommandHandler<ConfirmTotp> {
  constructor(
    private readonly enrolments: TotpEnrolments,
    private readonly directory: SessionDirectory,
    private readonly users: KnownUsers,
  ) {}

  async execute({ session, code }: ConfirmTotp): Promise<string[]> {
    const recoveryCodes = newRecoveryCodes();
    const outcome = await this.enrolments.confirm(session, code, recoveryCodes);
    if (outcome === 'nothing_offered') throw noSecondFactor();
    if (outcome === 'wrong') throw invalidCode();
    this.directory.forgetSession(session.sessionId);
    this.users.forget(session.userId);
    return recoveryCodes;
  }
}
