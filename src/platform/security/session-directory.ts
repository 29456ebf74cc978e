import { type Role } from './principal';

export interface LiveSession {
  readonly userId: string;
  /** What the tokens of this person must carry; raised to refuse all older ones. */
  readonly securityVersion: number;
  readonly isStrong: boolean;
  readonly isAdministrator: boolean;
  /** Milliseconds since 1970. */
  readonly authenticatedAt: number;
}

/** What a workspace asks of everybody who enters it. */
export interface WorkspaceStanding {
  readonly isSuspended: boolean;
  readonly requiresSecondFactor: boolean;
}

/** What the guards ask on every request. Answers may be 5 seconds old, and no older, in every process. */
export abstract class SessionDirectory {
  /** Null when the session is unknown, ended or expired, or its person is gone. */
  abstract find(sessionId: string): Promise<LiveSession | null>;
  /** Null when the person is no member, or the workspace is gone. */
  abstract roleIn(userId: string, workspaceId: string): Promise<Role | null>;
  /** Null when the workspace is gone. */
  abstract workspace(workspaceId: string): Promise<WorkspaceStanding | null>;
  /** Makes the next answer a fresh one, here and in every other process. */
  abstract forgetSession(sessionId: string): void;
  abstract forgetMember(userId: string, workspaceId: string): void;
  abstract forgetWorkspace(workspaceId: string): void;
}
