import { type Clock } from '../../../../kernel/clock';
import { type SafeHttp } from '../../../../platform/outbound/safe-http';
import { signedHeaders } from '../../../../platform/webhooks/webhook-signature';
import {
  ChannelAdapter,
  type CredentialField,
  type Credentials,
  type OutboundPiece,
  type ParsedRequest,
  type ProviderRequest,
} from '../../domain/channel-adapter';
import { ProviderApi } from '../provider-api';
import { replyPieces } from '../reply-pieces';
import { keyOf, standardWebhookRefusal } from '../standard-webhook';
import { messageOf } from './webhook-message';

const LONGEST_MESSAGE = 16_000;
const GONE = 410;

/** Any server of the workspace's own: signed as Standard Webhooks describes, there and back. */
export class WebhookChannelAdapter extends ChannelAdapter {
  readonly kind = 'webhook';
  /** Each piece has an id, by which the receiver knows it again. */
  readonly delivery = 'idempotent';
  readonly rate = { perThread: 10, perChannel: 50 };
  readonly credentialFields: readonly CredentialField[] = [
    {
      name: 'secret',
      isRequired: true,
      mayRotate: true,
      description: 'Signs both ways: whsec_ and 24 to 64 bytes in Base64.',
      maxLength: 200,
    },
    {
      name: 'url',
      isRequired: true,
      mayRotate: false,
      description: 'Where replies are sent to.',
      maxLength: 2_000,
    },
  ];

  constructor(
    private readonly http: SafeHttp,
    private readonly clock: Clock,
  ) {
    super();
  }

  refusalOf(request: ProviderRequest, { secret = [] }: Credentials): string | null {
    return standardWebhookRefusal(request, secret);
  }

  parse({ headers, rawBody, receivedAt }: ProviderRequest): ParsedRequest {
    const id = headers['webhook-id']?.[0] ?? '';
    const message = messageOf(id, rawBody, receivedAt);
    return { messages: [message], answer: { status: 202, contentType: null, body: '' } };
  }

  format(reply: string): readonly string[] {
    return replyPieces(reply, ({ length }) => length <= LONGEST_MESSAGE);
  }

  async send(
    { idempotencyKey: id, thread, inReplyTo, text, metadata }: OutboundPiece,
    { secret = [], url = [] }: Credentials,
    signal: AbortSignal,
  ): Promise<{ readonly providerMessageId: string | null }> {
    const now = this.clock.now();
    const data = { id, thread, inReplyTo, text, metadata };
    const body = JSON.stringify({ type: 'channel.reply', timestamp: now, data });
    const keys = secret.flatMap((one) => keyOf(one) ?? []);
    const receiver = new ProviderApi('The receiver', url[0] ?? '', this.http, this.clock);
    const headers = { 'content-type': 'application/json', ...signedHeaders({ id, sentAt: now, body }, keys) };
    const reply = await receiver.ask({ path: '', headers, body, signal });
    if (reply.status >= 200 && reply.status < 300) return { providerMessageId: null };
    throw receiver.errorOf(reply, reply.status === GONE ? 'it wants no more of them' : '');
  }
}
