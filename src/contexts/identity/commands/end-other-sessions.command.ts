import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SessionEndings } from './session-endings';

export class EndOtherSessions extends Command<void> {
  constructor(
    readonly userId: string,
    /** The one that stays. */
    readonly sessionId: string,
  ) {
    super();
  }
}

@CommandHandler(EndOtherSessions)
export class EndOtherSessionsHandler implements ICommandHandler<EndOtherSessions> {
  constructor(private readonly endings: SessionEndings) {}

  async execute({ userId, sessionId }: EndOtherSessions): Promise<void> {
    await this.endings.endOthers(userId, sessionId);
  }
}
