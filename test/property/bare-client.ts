import { Agent, type IncomingMessage, request } from 'node:http';
import { type HostileRequest } from './hostile-requests';

export interface BareAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const LONGEST_MS = 15_000;

/** Sends paths and headers as they are: `fetch` tidies them up. */
export class BareClient {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly origin: string) {}

  send({ method, path, headers, body }: HostileRequest): Promise<BareAnswer> {
    const { hostname, port } = new URL(this.origin);
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { agent: this.agent, hostname, port, method, path, headers: { ...headers, ...length } };
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => void read(response).then(resolve, reject));
      sent.setTimeout(LONGEST_MS, () =>
        sent.destroy(new Error(`${method} ${path} was not answered in time`)),
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

async function read(response: IncomingMessage): Promise<BareAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    text: Buffer.concat(chunks).toString('utf8'),
  };
}
