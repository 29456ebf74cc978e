import { Webhook } from 'standardwebhooks';
import { FakeHttp, type SeenRequest } from './fake-http';

type Answer = Parameters<typeof FakeHttp.start>[0];

export interface ReceivedWebhook {
  readonly id: string;
  readonly timestamp: string;
  readonly path: string;
  readonly request: SeenRequest;
}

/** Somebody’s server that takes webhooks; it thanks for each of them until told otherwise. */
export class WebhookReceiver {
  private constructor(private readonly server: FakeHttp) {}

  static async start(): Promise<WebhookReceiver> {
    return new WebhookReceiver(await FakeHttp.start(thank));
  }

  get url(): string {
    return `${this.server.url}/hook`;
  }

  /** For OUTBOUND_ALLOWED_HOSTS. */
  get host(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  set answer(answer: Answer) {
    this.server.answer = answer;
  }

  answerWith(status: number, headers: Record<string, string> = {}, words = ''): void {
    this.server.answer = (_, response) => void response.writeHead(status, headers).end(words);
  }

  get received(): ReceivedWebhook[] {
    return this.server.seen.map((request) => ({
      id: String(request.headers['webhook-id']),
      timestamp: String(request.headers['webhook-timestamp']),
      path: request.path,
      request,
    }));
  }

  of(deliveryId: string): ReceivedWebhook[] {
    return this.received.filter(({ id }) => id === deliveryId);
  }

  reset(): void {
    this.server.seen.length = 0;
    this.server.answer = thank;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

const thank: Answer = (_, response) => void response.writeHead(204).end();

/** As the receiver does it, with the official library: throws unless the secret is one of those that signed. */
export function verify({ request }: ReceivedWebhook, secret: string): unknown {
  return new Webhook(secret).verify(request.body, request.headers as Record<string, string>);
}
