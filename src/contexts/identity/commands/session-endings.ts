import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { type EndReason, Sessions } from '../domain/sessions';

/** Ends the session and with it, at once in this process, every access token that names it. */
@Injectable()
export class SessionEndings {
  constructor(
    private readonly sessions: Sessions,
    private readonly directory: SessionDirectory,
    private readonly clock: Clock,
  ) {}

  async end(sessionId: string, reason: EndReason): Promise<void> {
    await this.sessions.end(sessionId, reason, this.clock.now());
    this.directory.forgetSession(sessionId);
  }
}
