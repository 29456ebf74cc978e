import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { sessionEnded } from '../../../platform/security/refusals';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { type OwnSession, Sessions } from '../domain/sessions';
import { type GivenProof, RepeatedProof } from './repeated-proof';

/** For what an open session alone does not allow: the person shows again who they are. */
export class Reauthenticate extends Command<void> {
  constructor(
    readonly session: OwnSession & { readonly isStrong: boolean },
    readonly given: GivenProof,
  ) {
    super();
  }
}

@CommandHandler(Reauthenticate)
export class ReauthenticateHandler implements ICommandHandler<Reauthenticate> {
  constructor(
    private readonly proof: RepeatedProof,
    private readonly sessions: Sessions,
    private readonly directory: SessionDirectory,
    private readonly clock: Clock,
  ) {}

  async execute({ session, given }: Reauthenticate): Promise<void> {
    const isStrong = await this.proof.demand(session.userId, session.isStrong, given);
    const isLive = await this.sessions.authenticate(session, isStrong, this.clock.now());
    this.directory.forgetSession(session.sessionId);
    if (!isLive) throw sessionEnded();
  }
}
