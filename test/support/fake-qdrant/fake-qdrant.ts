import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type FakeCollection } from './collection';
import { QdrantFailure } from './failure';
import { answerTo } from './routes';

export interface QdrantRequest {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * `hanging` takes the request and never answers; `down` breaks the connection; `failing` answers 500; `half` takes
 * every other batch of points and fails the rest; `garbled` answers 200 with what is no answer.
 */
type QdrantMood = 'well' | 'down' | 'hanging' | 'failing' | 'half' | 'garbled';

/** Qdrant's HTTP API as its official client sees it, on loopback, in memory. */
export class FakeQdrant {
  readonly collections = new Map<string, FakeCollection>();
  readonly requests: QdrantRequest[] = [];
  mood: QdrantMood = 'well';
  private upserts = 0;
  private readonly server: Server;

  private constructor(private readonly apiKey: string | null) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async start({ apiKey = null }: { readonly apiKey?: string | null } = {}): Promise<FakeQdrant> {
    const fake = new FakeQdrant(apiKey);
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The requests whose path ends so. */
  requestsTo(ending: string): QdrantRequest[] {
    return this.requests.filter(({ path }) => path.endsWith(ending));
  }

  reset(): void {
    this.collections.clear();
    this.requests.length = 0;
    this.upserts = 0;
    this.mood = 'well';
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(message.url ?? '/', 'http://qdrant');
    const sent = await text(message);
    const { method = '', headers } = message;
    const body = (sent === '' ? {} : JSON.parse(sent)) as QdrantRequest['body'];
    const request = { method, path: pathname, search: searchParams, headers, body };
    this.requests.push(request);
    try {
      if (this.mood === 'hanging') return;
      if (this.mood === 'down') return void message.socket.resetAndDestroy();
      if (this.mood === 'garbled') return void response.end('<html>welcome</html>');
      this.refuse(request);
      send(response, 200, { result: answerTo(request, this.collections), status: 'ok', time: 0.0001 });
    } catch (error) {
      const { status, message: said } =
        error instanceof QdrantFailure ? error : new QdrantFailure(500, String(error));
      send(response, status, { status: { error: said }, time: 0 });
    }
  }

  private refuse({ method, path, headers }: QdrantRequest): void {
    if (this.apiKey !== null && headers['api-key'] !== this.apiKey) {
      throw new QdrantFailure(401, 'Must provide an API key or an Authorization bearer token');
    }
    const isUpsert = method === 'PUT' && path.endsWith('/points');
    if (this.mood === 'failing' || (this.mood === 'half' && isUpsert && ++this.upserts % 2 === 0)) {
      throw new QdrantFailure(500, 'Service internal error: No space left on device');
    }
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
