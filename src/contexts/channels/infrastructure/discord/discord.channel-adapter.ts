import { createHash } from 'node:crypto';
import { type Clock } from '../../../../kernel/clock';
import { type SafeHttp } from '../../../../platform/outbound/safe-http';
import {
  ChannelAdapter,
  type CredentialField,
  type Credentials,
  type OutboundPiece,
  type ParsedRequest,
  type ProviderRequest,
} from '../../domain/channel-adapter';
import { currentValue } from '../current-value';
import { type Fields, fieldsOfJson, textOf } from '../json-fields';
import { ProviderApi, type ProviderReply } from '../provider-api';
import { replyPieces } from '../reply-pieces';
import { withSilentMentions } from '../silent-mentions';
import { standardWebhookRefusal } from '../standard-webhook';
import { discordInteraction } from './discord-interactions';
import { discordRelay } from './discord-relay';
import { discordRefusal } from './discord-signature';
import { isSnowflake } from './snowflake';

const DISCORD_API_URL = 'https://discord.com/api/v10';
const MOST_CHARACTERS = 2_000;
const LONGEST_NONCE = 25;
/** A link shows no preview of somebody else's page. */
const SUPPRESS_EMBEDS = 4;
/** What the token of an interaction is answered with once its quarter of an hour is over. */
const OVER = new Set([401, 404]);

/** An application with slash commands, and messages of rooms where a relay of the gateway forwards them. */
export class DiscordChannelAdapter extends ChannelAdapter {
  override readonly kind = 'discord';
  override readonly delivery = 'at_most_once';
  override readonly rate = { perThread: 1, perChannel: 40 };
  override readonly credentialFields: readonly CredentialField[] = [
    {
      ...{ name: 'publicKey', isRequired: true, mayRotate: true, maxLength: 64 },
      description: 'The public key of the application, under General Information.',
    },
    {
      ...{ name: 'botToken', isRequired: false, mayRotate: true, maxLength: 400 },
      description: 'The token of the bot: for messages of rooms, and replies later than 15 minutes.',
    },
    {
      ...{ name: 'relaySecret', isRequired: false, mayRotate: true, maxLength: 200 },
      description:
        'What a relay signs forwarded gateway events with, as Standard Webhooks: whsec_ and base64.',
    },
  ];
  private readonly api: ProviderApi;

  constructor(http: SafeHttp, clock: Clock, baseUrl: string = DISCORD_API_URL) {
    super();
    this.api = new ProviderApi('Discord', baseUrl, http, clock);
  }

  override refusalOf(request: ProviderRequest, credentials: Credentials): string | null {
    return isRelayed(request)
      ? standardWebhookRefusal(request, credentials.relaySecret ?? [])
      : discordRefusal(request, credentials);
  }

  /** Whoever signed decides how it is read: a relay cannot speak as Discord, nor the other way round. */
  override parse(request: ProviderRequest): ParsedRequest {
    const body = fieldsOfJson(request.rawBody);
    return isRelayed(request) ? discordRelay(body) : discordInteraction(body);
  }

  /** Discord's markup is Markdown. */
  override format(reply: string): readonly string[] {
    const written = (piece: string) => withSilentMentions(piece);
    return replyPieces(reply, (piece) => written(piece).length <= MOST_CHARACTERS).map(written);
  }

  override async send(piece: OutboundPiece, credentials: Credentials, signal: AbortSignal) {
    const { applicationId = '', interactionToken = '' } = piece.metadata;
    if (interactionToken && isSnowflake(applicationId)) {
      const reply = await this.followUp(piece, signal);
      if (!OVER.has(reply.status) || !credentials.botToken?.length) return this.sent(reply);
    }
    return this.sent(await this.post(piece, credentials, signal));
  }

  /** The first of them takes the place of "is thinking". */
  private followUp({ text, metadata }: OutboundPiece, signal: AbortSignal): Promise<ProviderReply> {
    const { applicationId, interactionToken = '' } = metadata;
    return this.api.ask({
      path: `/webhooks/${applicationId}/${encodeURIComponent(interactionToken)}?wait=true`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(contentOf(text)),
      signal,
    });
  }

  private post(piece: OutboundPiece, credentials: Credentials, signal: AbortSignal): Promise<ProviderReply> {
    const [channel = ''] = piece.thread.split(':');
    const nonce = createHash('sha256').update(piece.idempotencyKey).digest('hex').slice(0, LONGEST_NONCE);
    const answered = piece.metadata.interactionToken ? null : piece.inReplyTo;
    return this.api.ask({
      path: `/channels/${encodeURIComponent(channel)}/messages`,
      headers: {
        authorization: `Bot ${currentValue(credentials, 'botToken')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        ...contentOf(piece.text),
        ...{ nonce, enforce_nonce: true },
        ...(answered && { message_reference: { message_id: answered, fail_if_not_exists: false } }),
      }),
      signal,
    });
  }

  private sent(reply: ProviderReply) {
    if (reply.status < 200 || reply.status >= 300) throw this.api.errorOf(reply, wordsOf(reply.fields));
    return { providerMessageId: textOf(reply.fields.id) || null };
  }
}

const isRelayed = ({ headers }: ProviderRequest) => headers['webhook-signature'] !== undefined;

const contentOf = (content: string) => ({
  ...{ content, flags: SUPPRESS_EMBEDS },
  allowed_mentions: { parse: [] },
});

function wordsOf({ code, message }: Fields): string {
  return typeof code === 'number' ? `${code} ${textOf(message)}`.trim() : textOf(message);
}
