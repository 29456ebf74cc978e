import { type ChannelKind, type Credentials } from './channel-adapter';

/** A channel with what opens it: never to be shown, logged or sent anywhere but to its provider. */
export interface Channel {
  readonly workspaceId: string;
  readonly id: string;
  readonly kind: ChannelKind;
  readonly agent: string;
  readonly defaultModel: string | null;
  /** After so long without a word, the next one starts a new conversation. */
  readonly idleMinutes: number;
  readonly credentials: Credentials;
}

export const DEFAULT_IDLE_MINUTES = 30;
/** Answers what comes in by no channel of its own, and is in every workspace. */
export const DEFAULT_AGENT = 'customer-service';
