import { type ChannelKind, type InboundMessage } from './channel-adapter';

/** Where a message came from: a channel, or a provider whose messages an integration sends on. */
export interface InboundSource {
  readonly channelId: string | null;
  readonly kind: ChannelKind | 'chat';
  /** Within it, the provider's ids of messages and threads are unique. */
  readonly name: string;
}

/** A message as it lies in the inbox, taken up by one worker. */
export interface InboundEvent extends InboundMessage {
  readonly workspaceId: string;
  readonly id: string;
  readonly source: InboundSource;
  readonly receivedAt: Date;
  /** Where an integration has been told that it would go; null: where its thread stands. */
  readonly conversationId: string | null;
  /** Including the present one; also tells this worker's hold on it from any other's. */
  readonly attempts: number;
}
