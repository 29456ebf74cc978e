/** What an authenticator app needs; it is shown once. */
export interface TotpOffer {
  readonly secret: string;
  readonly otpauthUrl: string;
}

/** A session that shows a code, and with it becomes one with a second factor. */
export interface ShowingSession {
  readonly userId: string;
  readonly sessionId: string;
}

export type EnrolmentOutcome = 'confirmed' | 'wrong' | 'nothing_offered';

export abstract class TotpEnrolments {
  /** Takes the place of an offer that was never confirmed. Null when the person has a second factor. */
  abstract offer(userId: string): Promise<TotpOffer | null>;
  /** The first code shows that the app has the secret: only from then on is it asked for. */
  abstract confirm(
    session: ShowingSession,
    code: string,
    recoveryCodes: readonly string[],
  ): Promise<EnrolmentOutcome>;
  /** Answers with the sessions that were strong by it; null when there was nothing to remove. */
  abstract remove(userId: string): Promise<readonly string[] | null>;
}
