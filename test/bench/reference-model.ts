import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { type StoredMessage } from './reference-store';

const MODEL = 'gpt-4o-mini';
const EMBEDDING_MODEL = 'text-embedding-3-small';
const DIMENSIONS = 512;

/** The model over kept-alive connections, without a client library around it. */
export class ReferenceModel {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 128 });

  constructor(private readonly baseUrl: string) {}

  async complete(history: StoredMessage[], question: string): Promise<string> {
    const body = await readAll(
      await this.post('/chat/completions', { model: MODEL, messages: messages(history, question) }),
    );
    const { choices } = JSON.parse(body) as { choices: { message: { content: string } }[] };
    return choices[0]?.message.content ?? '';
  }

  /** The tokens as they come, a few at a time. */
  async *stream(history: StoredMessage[], question: string): AsyncGenerator<string> {
    const request = { model: MODEL, stream: true, messages: messages(history, question) };
    let rest = '';
    for await (const data of (await this.post('/chat/completions', request)).setEncoding('utf8')) {
      const lines = (rest + String(data)).split('\n');
      rest = lines.pop() ?? '';
      const tokens = lines.map(tokenOf).join('');
      if (tokens) yield tokens;
    }
  }

  async embed(texts: string[]): Promise<Float32Array[]> {
    const request = {
      model: EMBEDDING_MODEL,
      input: texts,
      dimensions: DIMENSIONS,
      encoding_format: 'base64',
    };
    const body = await readAll(await this.post('/embeddings', request));
    const { data } = JSON.parse(body) as { data: { embedding: string }[] };
    return data.map(
      ({ embedding }) => new Float32Array(new Uint8Array(Buffer.from(embedding, 'base64')).buffer),
    );
  }

  private post(path: string, body: object): Promise<IncomingMessage> {
    const text = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      authorization: 'Bearer sk-bench',
    };
    return new Promise((resolve, reject) => {
      const options = { method: 'POST', agent: this.agent, headers };
      httpRequest(this.baseUrl + path, options, resolve)
        .on('error', reject)
        .end(text);
    });
  }
}

const messages = (history: StoredMessage[], question: string): StoredMessage[] => [
  { role: 'system', content: 'You are a helpful assistant.' },
  ...history,
  { role: 'user', content: question },
];

function tokenOf(line: string): string {
  if (!line.startsWith('data: {')) return '';
  const { choices } = JSON.parse(line.slice(6)) as { choices: { delta: { content?: string } }[] };
  return choices[0]?.delta.content ?? '';
}

export async function readAll(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of message.setEncoding('utf8')) text += String(part);
  return text;
}
