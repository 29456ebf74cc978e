import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { type LoadRequest } from './target';

const TIMEOUT_MS = 60_000;

export interface Answer {
  status: number;
  body: string;
  firstTokenMs?: number;
}

/** One kept-alive connection: each worker of a load has its own. */
export class LoadConnection {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly host: string;
  private readonly port: string;

  constructor(origin: string) {
    ({ hostname: this.host, port: this.port } = new URL(origin));
  }

  send(load: LoadRequest, firstToken?: string): Promise<Answer> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          agent: this.agent,
          host: this.host,
          port: this.port,
          method: load.method,
          path: load.path,
          headers: load.body
            ? { ...load.headers, 'content-length': Buffer.byteLength(load.body) }
            : load.headers,
        },
        (response) => void collect(response, started, firstToken).then(resolve, reject),
      );
      request.on('error', reject);
      request.setTimeout(TIMEOUT_MS, () => request.destroy(new Error('no answer in time')));
      request.end(load.body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function collect(response: IncomingMessage, started: number, firstToken?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let body = '';
    let firstTokenMs: number | undefined;
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      body += chunk;
      if (firstToken && firstTokenMs === undefined && body.includes(firstToken)) {
        firstTokenMs = performance.now() - started;
      }
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body, firstTokenMs }));
    response.on('error', reject);
  });
}
