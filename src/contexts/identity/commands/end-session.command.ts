import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { SessionEndings } from './session-endings';

/** Somebody signs out from afar, on a device that they may have lost. */
export class EndSession extends Command<void> {
  constructor(
    readonly userId: string,
    readonly sessionId: string,
  ) {
    super();
  }
}

@CommandHandler(EndSession)
export class EndSessionHandler implements ICommandHandler<EndSession> {
  constructor(private readonly endings: SessionEndings) {}

  async execute({ userId, sessionId }: EndSession): Promise<void> {
    if (!(await this.endings.end(sessionId, 'ended_elsewhere', userId))) throw notFound('session');
  }
}
