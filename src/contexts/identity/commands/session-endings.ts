import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { type EndReason, Sessions } from '../domain/sessions';

/** Ends sessions and with each, at once everywhere, every access token that names it. */
@Injectable()
export class SessionEndings {
  constructor(
    private readonly sessions: Sessions,
    private readonly directory: SessionDirectory,
    private readonly clock: Clock,
  ) {}

  /** With an owner: false when there is no such live session of theirs. */
  async end(sessionId: string, reason: EndReason, owner?: string): Promise<boolean> {
    const ended = await this.sessions.end(sessionId, reason, this.clock.now(), owner);
    if (ended) this.directory.forgetSession(sessionId);
    return ended;
  }

  async endOthers(userId: string, sessionId: string): Promise<void> {
    const ended = await this.sessions.endOthers(userId, sessionId, this.clock.now());
    for (const id of ended) this.directory.forgetSession(id);
  }
}
