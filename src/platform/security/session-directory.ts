import { type Role } from './principal';

export interface LiveSession {
  readonly userId: string;
  /** What the tokens of this person must carry; raised to refuse all older ones. */
  readonly securityVersion: number;
}

/** What the guards ask on every request. Answers may be 5 seconds old, and no older, in every process. */
export abstract class SessionDirectory {
  /** Null when the session is unknown, ended or expired, or its person is gone. */
  abstract find(sessionId: string): Promise<LiveSession | null>;
  /** Null when the person is no member, or the workspace is gone. */
  abstract roleIn(userId: string, workspaceId: string): Promise<Role | null>;
  abstract workspaceExists(workspaceId: string): Promise<boolean>;
  /** Makes the next answer about this session, in this process, a fresh one. */
  abstract forgetSession(sessionId: string): void;
  abstract forgetMember(userId: string, workspaceId: string): void;
}
