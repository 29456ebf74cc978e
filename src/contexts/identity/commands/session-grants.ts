import { Injectable } from '@nestjs/common';
import { Settings } from '../../../../config/settings';
import { Clock } from '../../../kernel/clock';
import { Ids } from '../../../kernel/ids';
import { AccessTokens } from '../../../platform/security/access-tokens';
import { type Role } from '../../../platform/security/principal';
import { type NewRefreshToken, type PresentedToken, Sessions } from '../domain/sessions';
import { type Device, hasMoved } from './device';
import { fingerprintOf, newRefreshSecret } from './refresh-secret';

/** The workspace in which somebody stands, and as what. */
export interface Standing {
  readonly workspaceId: string | null;
  readonly role: Role | null;
}

export const NOWHERE: Standing = { workspaceId: null, role: null };

export interface SessionGrant extends Standing {
  readonly sessionId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

type Person = Pick<PresentedToken, 'userId' | 'securityVersion'>;

export interface Strength {
  /** Whether a second factor was shown. */
  readonly isStrong: boolean;
}

/** Hands out pairs of tokens: the refresh token once, as only its fingerprint is kept. */
@Injectable()
export class SessionGrants {
  constructor(
    private readonly sessions: Sessions,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly settings: Settings,
  ) {}

  async open(
    person: Person,
    standing: Standing,
    device: Device,
    { isStrong }: Strength = { isStrong: false },
  ): Promise<SessionGrant> {
    const { secret, token } = this.newToken();
    const createdAt = token.issuedAt;
    const expiresAt = later(createdAt, this.settings.auth.sessionMaximumSeconds);
    const id = this.ids.next();
    const { userId, securityVersion } = person;
    const { workspaceId } = standing;
    const session = { ...device, id, userId, securityVersion, workspaceId, isStrong, createdAt, expiresAt };
    await this.sessions.open(session, token);
    return this.grant(person, id, standing, secret);
  }

  /** Null when somebody else used the token first. */
  async renew(presented: PresentedToken, standing: Standing, device: Device): Promise<SessionGrant | null> {
    const { secret, token } = this.newToken();
    const seen = { ...device, hasMoved: hasMoved(presented, device) };
    const won = await this.sessions.rotate(presented, token, seen);
    return won ? this.grant(presented, presented.sessionId, standing, secret) : null;
  }

  /** Null when the session has ended. */
  async move(
    person: Person,
    sessionId: string,
    standing: Standing & { readonly workspaceId: string },
  ): Promise<SessionGrant | null> {
    const { secret, token } = this.newToken();
    const moved = await this.sessions.move(sessionId, standing.workspaceId, token);
    return moved ? this.grant(person, sessionId, standing, secret) : null;
  }

  private newToken(): { secret: string; token: NewRefreshToken } {
    const secret = newRefreshSecret();
    const issuedAt = this.clock.now();
    const { refreshTokenSeconds, sessionMaximumSeconds } = this.settings.auth;
    const expiresAt = later(issuedAt, Math.min(refreshTokenSeconds, sessionMaximumSeconds));
    return {
      secret,
      token: { id: this.ids.next(), fingerprint: fingerprintOf(secret), issuedAt, expiresAt },
    };
  }

  private async grant(
    { userId, securityVersion }: Person,
    sessionId: string,
    { workspaceId, role }: Standing,
    refreshToken: string,
  ): Promise<SessionGrant> {
    const accessToken = await this.accessTokens.issue({
      userId,
      sessionId,
      securityVersion,
      workspaceId,
      role,
    });
    return {
      sessionId,
      workspaceId,
      role,
      accessToken,
      refreshToken,
      expiresIn: this.accessTokens.lifetimeSeconds,
    };
  }
}

function later(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1_000);
}
