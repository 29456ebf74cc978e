import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, type Behaviour, failWith } from './behaviours';
import { BehaviourScript } from './behaviour-script';
import { answerChat } from './chat-completion';
import { checkChatRequest } from './chat-rules';
import { embeddingsBody } from './embeddings';
import { FakeFineTuning } from './fine-tuning';
import { ApiError, failureOf, readJsonBody, sendError, sendJson, sendText } from './envelope';
import { breakConnection, recordRequest, type RecordedRequest } from './recorded-request';
import { type ChatRequest, type EmbeddingRequest } from './wire';

export interface FakeOpenAiOptions {
  port?: number;
  /** Any key is taken unless one is named here. */
  apiKey?: string;
  models?: string[];
}

const TRAINING = /^\/v1\/(files|fine_tuning\/)/;
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
  private readonly trainingScript = new BehaviourScript();
  private answerToLose: string | null = null;
  readonly training = new FakeFineTuning();
  private readonly server: Server;
  private answered = 0;

  constructor(private readonly options: FakeOpenAiOptions) {
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** The texts of each request for embeddings so far, oldest first. */
  get embeddedTexts(): string[][] {
    const requests = this.requests.filter(({ path }) => path.startsWith('/v1/embeddings'));
    return requests.map(({ body }) => [(body as EmbeddingRequest).input].flat());
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

  /** One behaviour for each of the next requests about files and fine-tuning. */
  scriptTraining(...behaviours: Behaviour[]): this {
    this.trainingScript.add(behaviours);
    return this;
  }

  /** The next such request, as "POST /v1/files", is done; but its answer gets lost. */
  loseAnswer(route: string): this {
    this.answerToLose = route;
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
    this.trainingScript.clear();
    this.answerToLose = null;
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
      if (TRAINING.test(request.url ?? '')) return await this.train(request, response);
      const body = request.method === 'POST' ? await readJsonBody(request) : undefined;
      this.requests.push(recordRequest(request, response, body));
      this.authenticate(request.headers.authorization);
      await this.route(request, response, body, id);
    } catch (error) {
      if (response.headersSent || response.destroyed) breakConnection(response);
      else sendError(response, error instanceof ApiError ? error : failureOf(500, String(error)));
    }
  }

  private async train(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(recordRequest(request, response, undefined));
    this.authenticate(request.headers.authorization);
    await this.perform(this.trainingScript.next(), response, async () => {
      if (this.answerToLose === `${request.method} ${request.url?.split('?', 1)[0]}`) {
        this.answerToLose = null;
        response.end = () => (breakConnection(response), response);
      }
      await this.training.answer(request, response);
    });
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
        return this.perform(chosen(this.chat.next(), body as ChatRequest), response, (behaviour) =>
          answerChat(body as ChatRequest, response, behaviour, id),
        );
      case 'POST /v1/embeddings':
        return this.embed(body as EmbeddingRequest, response);
      case 'GET /v1/models':
        return sendJson(response, modelList(this.options.models ?? MODELS));
      default:
        throw new ApiError(404, `Invalid URL (${route})`);
    }
  }

  private embed(request: EmbeddingRequest, response: ServerResponse): Promise<void> {
    const behaviour = this.embeddings.next();
    const expected =
      behaviour.kind === 'refuse-inputs' ? unlessRefused(request, behaviour.matching) : behaviour;
    return this.perform(expected, response, async ({ delivery }) => {
      if (delivery.firstByteMs) await sleep(delivery.firstByteMs);
      sendJson(response, embeddingsBody(request));
    });
  }

  private async perform(
    behaviour: Behaviour,
    response: ServerResponse,
    answer: (behaviour: Extract<Behaviour, { kind: 'answer' }>) => Promise<void>,
  ): Promise<void> {
    switch (behaviour.kind) {
      case 'answer':
        return answer(behaviour);
      case 'refuse-inputs':
        throw failureOf(500, 'Only embeddings can be refused by their texts.');
      case 'as-asked':
        throw failureOf(500, 'Only chats can be answered as they ask.');
      case 'status':
        for (const [name, value] of Object.entries(behaviour.headers ?? {})) response.setHeader(name, value);
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

const chosen = (behaviour: Behaviour, request: ChatRequest): Behaviour =>
  behaviour.kind === 'as-asked' ? chosen(behaviour.choose(request), request) : behaviour;

const unlessRefused = ({ input }: EmbeddingRequest, matching: RegExp): Behaviour =>
  [input].flat().some((text) => matching.test(text))
    ? failWith(400, { message: "'$.input' is invalid." })
    : answer();

const modelList = (models: string[]): object => ({
  object: 'list',
  data: models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'openai' })),
});
