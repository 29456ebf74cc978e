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
import { fieldsOfJson, textOf } from '../json-fields';
import { inMarkup } from '../markup';
import { ProviderApi } from '../provider-api';
import { replyPieces } from '../reply-pieces';
import { providerBusy, providerRefused, providerUnclear } from '../send-errors';
import { MRKDWN } from './mrkdwn';
import { slackRequest } from './slack-events';
import { slackRefusal } from './slack-request';

const SLACK_API_URL = 'https://slack.com/api';
/** Beyond that Slack may cut a text off by itself. */
const MOST_CHARACTERS = 4_000;
/** What Slack says with status 200 although it has not taken the message for now. */
const BUSY = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded', 'service_unavailable']);
const UNCLEAR = new Set(['internal_error', 'fatal_error', 'request_timeout']);

/** A Slack app with the Events API; it hears what it is subscribed to, and answers in the thread. */
export class SlackChannelAdapter extends ChannelAdapter {
  override readonly kind = 'slack';
  override readonly delivery = 'at_most_once';
  override readonly rate = { perThread: 1, perChannel: 5 };
  override readonly credentialFields: readonly CredentialField[] = [
    {
      ...{ name: 'signingSecret', isRequired: true, mayRotate: true, maxLength: 200 },
      description: 'The signing secret of the app, under Basic Information.',
    },
    {
      ...{ name: 'botToken', isRequired: true, mayRotate: true, maxLength: 400 },
      description: 'The bot token, xoxb-…, with the scope chat:write.',
    },
  ];
  private readonly api: ProviderApi;

  constructor(http: SafeHttp, clock: Clock, baseUrl: string = SLACK_API_URL) {
    super();
    this.api = new ProviderApi('Slack', baseUrl, http, clock);
  }

  override refusalOf(request: ProviderRequest, credentials: Credentials): string | null {
    return slackRefusal(request, credentials);
  }

  override parse({ rawBody }: ProviderRequest): ParsedRequest {
    return slackRequest(fieldsOfJson(rawBody));
  }

  override format(reply: string): readonly string[] {
    const written = (piece: string) => inMarkup(piece, MRKDWN);
    return replyPieces(reply, (piece) => written(piece).length <= MOST_CHARACTERS).map(written);
  }

  override async send(piece: OutboundPiece, credentials: Credentials, signal: AbortSignal) {
    const [channel, threadTs] = piece.thread.split(':');
    const reply = await this.api.ask({
      path: '/chat.postMessage',
      headers: {
        authorization: `Bearer ${currentValue(credentials, 'botToken')}`,
        'content-type': 'application/json; charset=utf-8',
      },
      body: JSON.stringify({
        ...{ channel, thread_ts: threadTs, text: piece.text, mrkdwn: true },
        // Names stay words, and a link brings no preview of somebody else's page.
        ...{ parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false },
      }),
      signal,
    });
    const words = textOf(reply.fields.error);
    if (reply.status !== 200) throw this.api.errorOf(reply, words);
    if (reply.fields.ok === true) return { providerMessageId: `${channel}:${textOf(reply.fields.ts)}` };
    if (BUSY.has(words)) throw providerBusy('Slack', reply.retryAfter);
    if (UNCLEAR.has(words)) throw providerUnclear('Slack', reply.status);
    throw providerRefused('Slack', words);
  }
}
