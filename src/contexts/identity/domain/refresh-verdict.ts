/** Two tabs, or a retry after a lost answer, present one token twice; a thief does it later. */
const RACE_WINDOW_MS = 10_000;

export interface RefreshFacts {
  readonly rotatedAt: Date | null;
  readonly tokenExpiresAt: Date;
  readonly sessionExpiresAt: Date;
  /** The session was ended, or its person is gone. */
  readonly ended: boolean;
}

export type RefreshVerdict = 'rotate' | 'raced' | 'reused' | 'expired' | 'ended';

/**
 * One-time use. A loser of a race gets nothing, so that no second branch of tokens can grow; who
 * comes after the window holds a copy, and then neither copy may live on.
 */
export function judgeRefresh(facts: RefreshFacts, now: Date): RefreshVerdict {
  const sinceRotation = facts.rotatedAt ? now.getTime() - facts.rotatedAt.getTime() : null;
  if (sinceRotation !== null && sinceRotation > RACE_WINDOW_MS) return 'reused';
  if (facts.ended) return 'ended';
  if (sinceRotation !== null) return 'raced';
  return facts.tokenExpiresAt <= now || facts.sessionExpiresAt <= now ? 'expired' : 'rotate';
}
