import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Behaviour } from './behaviours';
import { BehaviourScript } from './behaviour-script';
import { answerChat } from './chat-completion';
import { checkChatRequest } from './chat-rules';
import { embeddingsBody } from './embeddings';
import { ApiError, failureOf, readJsonBody, sendError, sendJson, sendText } from './envelope';
import { breakConnection, recordRequest, type RecordedRequest } from './recorded-request';
import { type ChatRequest, type EmbeddingRequest } from './wire';

export interface FakeOpenAiOptions {
  port?: number;
  /** Any key is taken unless one is named here. */
  apiKey?: string;
  models?: string[];
}

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1-mini', 'text-embedding-3-small', 'text-embedding-3-large'];

export async function startFakeOpenAi(options: FakeOpenAiOptions = {}): Promise<FakeOpenAi> {
  const fake = new FakeOpenAi(options);
  await fake.listen(options.port ?? 0);
  return fake;
}

/** OpenAI's HTTP API as its clients see it, on loopback, with every failure on demand. */
export class FakeOpenAi {
  readonly requests: RecordedRequest[] = [];
  private readonly chat = new BehaviourScript();
  private readonly embeddings = new BehaviourScript();
  private readonly server: Server;
  private answered = 0;

  constructor(private readonly options: FakeOpenAiOptions) {
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** The bodies of the chat requests so far, oldest first. */
  get chatRequests(): ChatRequest[] {
    const chats = this.requests.filter(({ path }) => path.startsWith('/v1/chat/completions'));
    return chats.map(({ body }) => body as ChatRequest);
  }

  /** One behaviour for each of the next chat requests. */
  script(...behaviours: Behaviour[]): this {
    this.chat.add(behaviours);
    return this;
  }

  scriptEmbeddings(...behaviours: Behaviour[]): this {
    this.embeddings.add(behaviours);
    return this;
  }

  /** What a chat request gets once the script is used up. */
  byDefault(behaviour: Behaviour): this {
    this.chat.setDefault(behaviour);
    return this;
  }

  embeddingsByDefault(behaviour: Behaviour): this {
    this.embeddings.setDefault(behaviour);
    return this;
  }

  reset(): void {
    this.requests.length = 0;
    this.chat.clear();
    this.embeddings.clear();
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = String(++this.answered).padStart(6, '0');
    response.setHeader('x-request-id', `req_${id}`);
    response.setHeader('openai-version', '2020-10-01');
    response.setHeader('openai-processing-ms', '1');
    try {
      const body = request.method === 'POST' ? await readJsonBody(request) : undefined;
      this.requests.push(recordRequest(request, response, body));
      this.authenticate(request.headers.authorization);
      await this.route(request, response, body, id);
    } catch (error) {
      if (response.headersSent || response.destroyed) breakConnection(response);
      else sendError(response, error instanceof ApiError ? error : failureOf(500, String(error)));
    }
  }

  private authenticate(header: string | undefined): void {
    if (!header?.startsWith('Bearer ')) throw new ApiError(401, "You didn't provide an API key.");
    const { apiKey } = this.options;
    if (apiKey !== undefined && header !== `Bearer ${apiKey}`) throw failureOf(401);
  }

  private async route(
    request: IncomingMessage,
    response: ServerResponse,
    body: unknown,
    id: string,
  ): Promise<void> {
    const route = `${request.method} ${request.url?.split('?', 1)[0]}`;
    switch (route) {
      case 'POST /v1/chat/completions':
        checkChatRequest(body as ChatRequest);
        return this.perform(this.chat.next(), response, (behaviour) =>
          answerChat(body as ChatRequest, response, behaviour, id),
        );
      case 'POST /v1/embeddings':
        return this.perform(this.embeddings.next(), response, async ({ delivery }) => {
          if (delivery.firstByteMs) await sleep(delivery.firstByteMs);
          sendJson(response, embeddingsBody(body as EmbeddingRequest));
        });
      case 'GET /v1/models':
        return sendJson(response, modelList(this.options.models ?? MODELS));
      default:
        throw new ApiError(404, `Invalid URL (${route})`);
    }
  }

  private async perform(
    behaviour: Behaviour,
    response: ServerResponse,
    answer: (behaviour: Extract<Behaviour, { kind: 'answer' }>) => Promise<void>,
  ): Promise<void> {
    switch (behaviour.kind) {
      case 'answer':
        return answer(behaviour);
      case 'status':
        return sendError(
          response,
          failureOf(behaviour.status, behaviour.message),
          behaviour.retryAfterSeconds,
        );
      case 'connection-reset':
        return breakConnection(response);
      case 'malformed-json':
        return sendText(response, '{"id": "chatcmpl-broken", "choices": [{"message":');
      case 'empty-choices':
        return sendJson(response, { id: 'chatcmpl-empty', object: 'chat.completion', choices: [], data: [] });
      case 'hang':
        return;
    }
  }
}

const modelList = (models: string[]): object => ({
  object: 'list',
  data: models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'openai' })),
});
