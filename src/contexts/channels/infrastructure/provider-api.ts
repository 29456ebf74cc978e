import { type Clock } from '../../../kernel/clock';
import {
  type OutboundMethod,
  type OutboundAnswer,
  type SafeHttp,
} from '../../../platform/outbound/safe-http';
import { retryAfterSeconds } from '../../../platform/webhooks/webhook-schedule';
import { type Fields, fieldsOf } from './json-fields';
import { providerBusy, providerRefused, providerUnclear } from './send-errors';

export interface ProviderCall {
  readonly method?: OutboundMethod;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface ProviderReply {
  readonly status: number;
  readonly retryAfter: number | undefined;
  /** None where the body is no JSON object. */
  readonly fields: Fields;
}

const LIMITS = { bytes: 64 * 1024, redirects: 0 };
const TOO_MANY = 429;
const LATER = 503;

/** The one who sends what we say: its name in our sentences, where it is, and how its refusals are read. */
export class ProviderApi {
  constructor(
    readonly name: string,
    private readonly baseUrl: string,
    private readonly http: SafeHttp,
    private readonly clock: Clock,
  ) {}

  /** An answer of any status: for those who say in the body what it means. */
  async ask({ method = 'POST', path, headers, body, signal }: ProviderCall): Promise<ProviderReply> {
    const url = `${this.baseUrl}${path}`;
    const answer = await this.http.request({
      ...{ method, url, headers, body, signal },
      ...{ limits: LIMITS, beyondLimit: 'cut' },
    });
    const retryAfter = retryAfterSeconds(answer.headers['retry-after'], this.clock.now()) ?? undefined;
    return { status: answer.status, retryAfter, fields: jsonOf(answer) };
  }

  /** What the provider has taken; whatever else it says is an error. `wordsOf` reads why it refused. */
  async send(call: ProviderCall, wordsOf: (fields: Fields) => string): Promise<Fields> {
    const reply = await this.ask(call);
    if (reply.status >= 200 && reply.status < 300) return reply.fields;
    throw this.errorOf(reply, wordsOf(reply.fields));
  }

  errorOf({ status, retryAfter }: ProviderReply, words: string): Error {
    if (status === TOO_MANY || (status === LATER && retryAfter !== undefined))
      return providerBusy(this.name, retryAfter);
    if (status >= 500) return providerUnclear(this.name, status);
    return providerRefused(this.name, words || `status ${status}`);
  }
}

function jsonOf({ bytes }: OutboundAnswer): Fields {
  try {
    return fieldsOf(JSON.parse(bytes.toString('utf8')));
  } catch {
    return {};
  }
}
