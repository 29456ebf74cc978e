import { type Language } from './language';

/** What a thread is about right now; apart from the sessions of people who sign in. */
export interface Session {
  readonly conversationId: string;
  /** What the customer has chosen. */
  readonly model: string | null;
  readonly language: Language;
  readonly startedAt: Date;
  /** A later message of this thread has been heard already. */
  readonly isOvertaken: boolean;
}

/** What a command changes of it. */
export interface SessionChange {
  readonly model?: string | null;
  readonly conversationId?: string;
}
