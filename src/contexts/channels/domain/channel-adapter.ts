import { type ChannelKind } from '../contracts/channel-kind';

export { type ChannelKind } from '../contracts/channel-kind';

/** What a provider has sent, as it came: signatures are over these very bytes. */
export interface ProviderRequest {
  /** The address that the provider was told, with the query as it came. */
  readonly publicUrl: string;
  /** Of headers that came twice, all values. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly rawBody: Buffer;
  readonly receivedAt: Date;
}

/** Decrypted. While a secret is being changed, both are valid: the field then has two values. */
export type Credentials = Readonly<Record<string, readonly string[]>>;

export interface CredentialField {
  readonly name: string;
  readonly isRequired: boolean;
  readonly mayRotate: boolean;
  readonly description: string;
  readonly maxLength: number;
}

/** Answered to the provider in its own form. */
export interface ProviderAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

export interface InboundMessage {
  /** Unique within the channel: a delivery of the same is no second message. */
  readonly providerMessageId: string;
  /** Who speaks, in the provider's words. */
  readonly from: string;
  readonly fromName: string | null;
  /** Where a reply goes: a chat, a room, a number, an address. One thread is one session. */
  readonly thread: string;
  readonly text: string;
  readonly occurredAt: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a request has brought. `messages` may be none: receipts, edits, what bots say. */
export interface ParsedRequest {
  readonly messages: readonly InboundMessage[];
  readonly answer: ProviderAnswer;
}

export interface OutboundPiece {
  readonly thread: string;
  /** What the message answers, where the provider can show that. */
  readonly inReplyTo: string | null;
  readonly text: string;
  /** The same for every try of the same piece. */
  readonly idempotencyKey: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A provider that cannot be reached or says "later" is `unavailable` (DomainError); one that refuses for good is `unprocessable`. */
export abstract class ChannelAdapter {
  abstract readonly kind: ChannelKind;
  abstract readonly credentialFields: readonly CredentialField[];
  /** At most once, or as often as tried but shown once, by the provider's own idempotency: stated per channel in the README. */
  abstract readonly delivery: 'at_most_once' | 'idempotent';
  /** Pieces a second to one thread, and to all of them. */
  abstract readonly rate: { readonly perThread: number; readonly perChannel: number };
  /** Constant-time, over the raw body; ±300 s where the scheme has a time. Null: the request is the provider's; else why not. */
  abstract refusalOf(request: ProviderRequest, credentials: Credentials): string | null;
  abstract parse(request: ProviderRequest, credentials: Credentials): ParsedRequest;
  /** The platform's markup and escaping, cut at sentences into pieces that are short enough. */
  abstract format(reply: string): readonly string[];
  abstract send(
    piece: OutboundPiece,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<{ readonly providerMessageId: string | null }>;
}
