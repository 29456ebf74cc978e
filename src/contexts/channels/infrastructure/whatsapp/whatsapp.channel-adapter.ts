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
import { fieldsOf, fieldsOfJson, listOf, textOf } from '../json-fields';
import { inMarkup } from '../markup';
import { textAnswer, THANKS } from '../provider-answers';
import { ProviderApi } from '../provider-api';
import { replyPieces } from '../reply-pieces';
import { providerBusy } from '../send-errors';
import { whatsappMessages } from './whatsapp-events';
import { WHATSAPP_MARKUP } from './whatsapp-markup';
import { handshakeOf, whatsappRefusal } from './whatsapp-signature';

const WHATSAPP_API_URL = 'https://graph.facebook.com/v23.0';
const MOST_CHARACTERS = 4_096;
/** Codes of "later": of the app, the account, the number, and of one pair of numbers. */
const BUSY = new Set<unknown>([4, 80_007, 130_429, 131_056]);
const CHALLENGE = /^[\w-]{1,200}$/;

/** The WhatsApp Cloud API of one number. */
export class WhatsappChannelAdapter extends ChannelAdapter {
  override readonly kind = 'whatsapp';
  override readonly delivery = 'at_most_once';
  override readonly rate = { perThread: 1, perChannel: 50 };
  override readonly credentialFields: readonly CredentialField[] = [
    {
      ...{ name: 'phoneNumberId', isRequired: true, mayRotate: false, maxLength: 40 },
      description: 'The id of the number, which is not the number itself.',
    },
    {
      ...{ name: 'appSecret', isRequired: true, mayRotate: true, maxLength: 200 },
      description: 'The secret of the app, which signs what comes in.',
    },
    {
      ...{ name: 'verifyToken', isRequired: true, mayRotate: true, maxLength: 200 },
      description: 'A word of your own that Meta repeats when it checks the address.',
    },
    {
      ...{ name: 'accessToken', isRequired: true, mayRotate: true, maxLength: 1_000 },
      description: 'A token of a system user that may send messages.',
    },
  ];
  private readonly api: ProviderApi;

  constructor(http: SafeHttp, clock: Clock, baseUrl: string = WHATSAPP_API_URL) {
    super();
    this.api = new ProviderApi('WhatsApp', baseUrl, http, clock);
  }

  override refusalOf(request: ProviderRequest, credentials: Credentials): string | null {
    return whatsappRefusal(request, credentials);
  }

  override parse(request: ProviderRequest, { phoneNumberId = [] }: Credentials): ParsedRequest {
    const handshake = handshakeOf(request);
    if (!handshake)
      return { messages: whatsappMessages(fieldsOfJson(request.rawBody), phoneNumberId), answer: THANKS };
    const challenge = CHALLENGE.exec(handshake.get('hub.challenge') ?? '')?.[0] ?? '';
    return { messages: [], answer: textAnswer(challenge) };
  }

  override format(reply: string): readonly string[] {
    const written = (piece: string) => inMarkup(piece, WHATSAPP_MARKUP);
    return replyPieces(reply, (piece) => written(piece).length <= MOST_CHARACTERS).map(written);
  }

  override async send(piece: OutboundPiece, credentials: Credentials, signal: AbortSignal) {
    const number = currentValue(credentials, 'phoneNumberId');
    const reply = await this.api.ask({
      path: `/${encodeURIComponent(number)}/messages`,
      headers: {
        authorization: `Bearer ${currentValue(credentials, 'accessToken')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: piece.thread, type: 'text' },
        text: { body: piece.text, preview_url: false },
        ...(piece.inReplyTo && { context: { message_id: piece.inReplyTo } }),
      }),
      signal,
    });
    const error = fieldsOf(reply.fields.error);
    if (BUSY.has(error.code)) throw providerBusy('WhatsApp', reply.retryAfter);
    if (reply.status < 200 || reply.status >= 300) {
      const code = typeof error.code === 'number' ? `${error.code} ` : '';
      throw this.api.errorOf(reply, `${code}${textOf(error.message)}`);
    }
    return { providerMessageId: textOf(fieldsOf(listOf(reply.fields.messages)[0]).id) || null };
  }
}
