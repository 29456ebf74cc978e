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
import { areEqualSecrets } from '../equal-secrets';
import { ProviderApi } from '../provider-api';
import { replyPieces } from '../reply-pieces';
import { telegramMarkdown } from './telegram-markdown';
import { messagesOf, type TelegramUpdate } from './telegram-update';

const TELEGRAM_API = 'https://api.telegram.org';

/** Counted after the markup was read, which is taken away there; so the plain text is what counts. */
const LONGEST_MESSAGE = 4_096;
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

interface TelegramAnswer {
  readonly ok?: boolean;
  readonly description?: string;
  readonly result?: { readonly message_id?: number };
  readonly parameters?: { readonly retry_after?: number };
}

/** Telegram signs nothing: it sends along the secret that the webhook was set with. */
export class TelegramChannelAdapter extends ChannelAdapter {
  readonly kind = 'telegram';
  readonly delivery = 'at_most_once';
  readonly rate = { perThread: 1, perChannel: 25 };
  readonly credentialFields: readonly CredentialField[] = [
    {
      name: 'botToken',
      isRequired: true,
      mayRotate: false,
      description: 'What BotFather has given out.',
      maxLength: 200,
    },
    {
      name: 'secretToken',
      isRequired: true,
      mayRotate: true,
      description: 'The secret_token that setWebhook was called with.',
      maxLength: 256,
    },
  ];

  private readonly api: ProviderApi;

  constructor(http: SafeHttp, clock: Clock, baseUrl: string = TELEGRAM_API) {
    super();
    this.api = new ProviderApi('Telegram', baseUrl, http, clock);
  }

  refusalOf({ headers }: ProviderRequest, { secretToken = [] }: Credentials): string | null {
    const [token, ...more] = headers[SECRET_HEADER] ?? [];
    if (token === undefined || more.length > 0) return 'There is not exactly one secret token.';
    const isRight = secretToken.map((secret) => areEqualSecrets(token, secret)).includes(true);
    return isRight ? null : 'The secret token is wrong.';
  }

  parse({ rawBody }: ProviderRequest): ParsedRequest {
    const update = JSON.parse(rawBody.toString('utf8')) as TelegramUpdate;
    return { messages: messagesOf(update), answer: { status: 200, contentType: null, body: '' } };
  }

  format(reply: string): readonly string[] {
    return replyPieces(reply, ({ length }) => length <= LONGEST_MESSAGE).map(telegramMarkdown);
  }

  async send(
    { thread, text, metadata }: OutboundPiece,
    { botToken = [] }: Credentials,
    signal: AbortSignal,
  ): Promise<{ readonly providerMessageId: string | null }> {
    const [chatId, topic] = thread.split('/');
    const reply = await this.api.ask({
      path: `/bot${botToken[0] ?? ''}/sendMessage`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: Number(chatId),
        text,
        parse_mode: 'MarkdownV2',
        link_preview_options: { is_disabled: true },
        ...(topic && { message_thread_id: Number(topic) }),
        // In a group it is not plain to see who is answered.
        ...(metadata.chatType !== 'private' &&
          metadata.messageId && {
            reply_parameters: { message_id: Number(metadata.messageId), allow_sending_without_reply: true },
          }),
      }),
      signal,
    });
    const said = reply.fields as TelegramAnswer;
    if (reply.status === 200 && said.ok) {
      const id = said.result?.message_id;
      return { providerMessageId: id === undefined ? null : String(id) };
    }
    const retryAfter = said.parameters?.retry_after ?? reply.retryAfter;
    throw this.api.errorOf({ ...reply, retryAfter }, said.description ?? '');
  }
}
