import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

/** A service on the network that answers as the test wants, and remembers what it was asked. */
export class FakeHttp {
  readonly seen: SeenRequest[] = [];

  private constructor(
    private readonly server: Server,
    public answer: Answer,
  ) {}

  /** On a free port of the loopback address, unless a test needs a certain place. */
  static async start(answer: Answer, { port = 0, host = '127.0.0.1' } = {}): Promise<FakeHttp> {
    const server = createServer((request, response) => void fake.serve(request, response));
    const fake = new FakeHttp(server, answer);
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    return fake;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const seen = { method, path, headers, body: await text(request) };
    this.seen.push(seen);
    await this.answer(seen, response);
  }
}
