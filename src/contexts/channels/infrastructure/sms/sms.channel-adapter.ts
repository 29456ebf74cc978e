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
import { inMarkup } from '../markup';
import { PLAIN_MARKUP } from '../plain-markup';
import { replyPieces } from '../reply-pieces';
import { TWILIO_API_URL, TWILIO_CREDENTIALS, TwilioApi } from '../twilio/twilio-api';
import { twilioFields } from '../twilio/twilio-form';
import { twilioRefusal } from '../twilio/twilio-signature';
import { twimlAnswer } from '../twilio/twiml';
import { inPlainAlphabet, segmentsOf } from './sms-segments';

const MOST_CHARACTERS = 1_600;
/** Networks drop parts of messages that are longer. */
const MOST_SEGMENTS = 10;

/** Text messages by Twilio. */
export class SmsChannelAdapter extends ChannelAdapter {
  override readonly kind = 'sms';
  override readonly delivery = 'at_most_once';
  /** A number of its own may send one a second; Twilio queues the rest. */
  override readonly rate = { perThread: 1, perChannel: 1 };
  override readonly credentialFields: readonly CredentialField[] = [
    ...TWILIO_CREDENTIALS,
    {
      ...{ name: 'sender', isRequired: true, mayRotate: false, maxLength: 40 },
      description: 'The number that replies come from, +1…, or a messaging service, MG….',
    },
  ];
  private readonly api: TwilioApi;

  constructor(http: SafeHttp, clock: Clock, baseUrl: string = TWILIO_API_URL) {
    super();
    this.api = new TwilioApi(http, clock, baseUrl);
  }

  override refusalOf(request: ProviderRequest, credentials: Credentials): string | null {
    return twilioRefusal(request, credentials);
  }

  /** STOP and its like are answered by Twilio itself, which takes no reply to them. */
  override parse(request: ProviderRequest): ParsedRequest {
    const field = twilioFields(request);
    const [id, from, text] = [field('MessageSid'), field('From'), field('Body')];
    const isReceived = ['', 'received'].includes(field('SmsStatus')) && !field('MessageStatus');
    const answer = twimlAnswer();
    if (!isReceived || !id || !from || !text || field('OptOutType')) return { messages: [], answer };
    const message = {
      ...{ providerMessageId: id, from, fromName: null, thread: from, text },
      ...{ occurredAt: request.receivedAt, metadata: { to: field('To') } },
    };
    return { messages: [message], answer };
  }

  override format(reply: string): readonly string[] {
    const written = (piece: string) => inPlainAlphabet(inMarkup(piece, PLAIN_MARKUP));
    const fits = (text: string) => text.length <= MOST_CHARACTERS && segmentsOf(text) <= MOST_SEGMENTS;
    return replyPieces(reply, (piece) => fits(written(piece))).map(written);
  }

  override async send({ thread, text }: OutboundPiece, credentials: Credentials, signal: AbortSignal) {
    const sender = currentValue(credentials, 'sender');
    const form = {
      To: thread,
      [sender.startsWith('MG') ? 'MessagingServiceSid' : 'From']: sender,
      Body: text,
    };
    return { providerMessageId: await this.api.post('/Messages.json', form, credentials, signal) };
  }
}
