import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notAMember, sessionEnded } from '../../../platform/security/refusals';
import { FindMembership } from '../../tenancy/contracts/find-membership.query';
import { invalidRefreshToken, refreshRaced, refreshTokenExpired, refreshTokenReused } from '../domain/errors';
import { judgeRefresh } from '../domain/refresh-verdict';
import { type PresentedToken, Sessions } from '../domain/sessions';
import { type Device } from './device';
import { fingerprintOf } from './refresh-secret';
import { SessionEndings } from './session-endings';
import { NOWHERE, type SessionGrant, SessionGrants, type Standing } from './session-grants';

export class RefreshSession extends Command<SessionGrant> {
  constructor(
    readonly refreshToken: string | null,
    readonly device: Device,
  ) {
    super();
  }
}

@CommandHandler(RefreshSession)
export class RefreshSessionHandler implements ICommandHandler<RefreshSession> {
  private readonly logger = new Logger(RefreshSessionHandler.name);

  constructor(
    private readonly sessions: Sessions,
    private readonly grants: SessionGrants,
    private readonly endings: SessionEndings,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  async execute({ refreshToken, device }: RefreshSession): Promise<SessionGrant> {
    const presented = refreshToken ? await this.sessions.findByToken(fingerprintOf(refreshToken)) : null;
    if (!presented) throw invalidRefreshToken();
    await this.refuse(presented);
    const grant = await this.grants.renew(presented, await this.standingOf(presented), device);
    if (!grant) throw refreshRaced();
    return grant;
  }

  private async refuse(presented: PresentedToken): Promise<void> {
    const verdict = judgeRefresh(presented, this.clock.now());
    switch (verdict) {
      case 'rotate':
        return;
      case 'raced':
        throw refreshRaced();
      case 'expired':
        throw refreshTokenExpired();
      case 'ended':
        throw sessionEnded();
      case 'reused':
        this.logger.warn(`A used refresh token came again: session ${presented.sessionId} is ended`);
        await this.endings.end(presented.sessionId, 'refresh_token_reused');
        throw refreshTokenReused();
    }
  }

  /** Someone who was removed from the workspace keeps the token unused: it is good again if they return. */
  private async standingOf({ workspaceId, userId }: PresentedToken): Promise<Standing> {
    if (!workspaceId) return NOWHERE;
    const role = await this.queries.execute(new FindMembership(workspaceId, userId));
    if (!role) throw notAMember();
    return { workspaceId, role };
  }
}
