import { type Clock } from '../../../../kernel/clock';
import { type SafeHttp } from '../../../../platform/outbound/safe-http';
import {
  ChannelAdapter,
  type CredentialField,
  type Credentials,
  type OutboundPiece,
  type ParsedRequest,
  type ProviderAnswer,
  type ProviderRequest,
} from '../../domain/channel-adapter';
import { inMarkup } from '../markup';
import { replyPieces } from '../reply-pieces';
import { providerRefused } from '../send-errors';
import { TWILIO_API_URL, TWILIO_CREDENTIALS, TwilioApi } from '../twilio/twilio-api';
import { twilioRefusal } from '../twilio/twilio-signature';
import { escapedXml, twiml, twimlAnswer } from '../twilio/twiml';
import { type CallRequest, callRequest } from './call-request';
import { CallScript, turnAfter } from './call-script';
import { SPOKEN_MARKUP } from './spoken-markup';

/** Twilio takes 4,000 characters for a whole script; some three minutes of speech. */
const MOST_CHARACTERS = 3_000;
/** A minute and a half without a reply. */
const MOST_WAITS = 6;
const MOST_SILENCES = 2;

/** Calls by Twilio: it turns speech into text, and what is sent to a call in progress is spoken at once. */
export class VoiceChannelAdapter extends ChannelAdapter {
  override readonly kind = 'voice';
  override readonly delivery = 'at_most_once';
  override readonly rate = { perThread: 1, perChannel: 10 };
  override readonly credentialFields: readonly CredentialField[] = [
    ...TWILIO_CREDENTIALS,
    {
      ...{ name: 'language', isRequired: false, mayRotate: false, maxLength: 20 },
      description: 'What callers speak and hear, such as de-DE; en-US where nothing is said.',
    },
    {
      ...{ name: 'greeting', isRequired: false, mayRotate: false, maxLength: 500 },
      description: 'What a caller hears first.',
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

  override parse(request: ProviderRequest, credentials: Credentials): ParsedRequest {
    const call = callRequest(request);
    if (call.isOver) return { messages: [], answer: twimlAnswer() };
    return { messages: call.said ? [call.said] : [], answer: answerTo(call, new CallScript(credentials)) };
  }

  /** One piece at most: a second one would cut the first off. What is too long ends with a sentence. */
  override format(reply: string): readonly string[] {
    const written = (piece: string) => inMarkup(piece, SPOKEN_MARKUP);
    const fits = (piece: string) => escapedXml(written(piece)).length <= MOST_CHARACTERS;
    return replyPieces(reply, fits).slice(0, 1).map(written);
  }

  override async send(piece: OutboundPiece, credentials: Credentials, signal: AbortSignal) {
    const { callbackUrl } = piece.metadata;
    if (!callbackUrl) throw providerRefused('Twilio', 'the call that this belongs to is not known');
    const next = { callbackUrl, turn: turnAfter(piece.idempotencyKey) };
    const script = twiml(new CallScript(credentials).ask(piece.text, next, 0));
    const call = `/Calls/${encodeURIComponent(piece.thread)}.json`;
    await this.api.post(call, { Twiml: script }, credentials, signal);
    return { providerMessageId: null };
  }
}

function answerTo(call: CallRequest, script: CallScript): ProviderAnswer {
  const { texts } = script;
  if (call.said) return twimlAnswer(script.say(texts.moment), script.wait(call, 0));
  if (call.isNew) return twimlAnswer(script.ask(texts.greeting, call, 0));
  if (call.waited > MOST_WAITS)
    return twimlAnswer(script.ask(texts.sorry, { ...call, turn: turnAfter(call.turn) }, 0));
  if (call.waited > 0) return twimlAnswer(script.wait(call, call.waited));
  if (call.silent > MOST_SILENCES) return twimlAnswer(script.end());
  return twimlAnswer(script.ask(texts.again, call, call.silent));
}
