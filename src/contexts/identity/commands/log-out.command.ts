import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { invalidRefreshToken } from '../domain/errors';
import { Sessions } from '../domain/sessions';
import { fingerprintOf } from './refresh-secret';
import { SessionEndings } from './session-endings';

/** By the session of the access token or, once that has expired, by the refresh token alone. */
export class LogOut extends Command<void> {
  constructor(
    readonly sessionId: string | null,
    readonly refreshToken: string | null,
  ) {
    super();
  }
}

@CommandHandler(LogOut)
export class LogOutHandler implements ICommandHandler<LogOut> {
  constructor(
    private readonly sessions: Sessions,
    private readonly endings: SessionEndings,
  ) {}

  async execute({ sessionId, refreshToken }: LogOut): Promise<void> {
    const ending = sessionId ?? (await this.sessionOf(refreshToken));
    if (!ending) throw invalidRefreshToken();
    await this.endings.end(ending, 'signed_out');
  }

  private async sessionOf(refreshToken: string | null): Promise<string | null> {
    if (!refreshToken) return null;
    return (await this.sessions.findByToken(fingerprintOf(refreshToken)))?.sessionId ?? null;
  }
}
