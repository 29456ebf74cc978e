import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddingOf } from '../support/fake-openai/embeddings';
import { sampleOf } from '../support/fake-openai/schema-sample';
import { type ChatRequest, type EmbeddingRequest } from '../support/fake-openai/wire';
import { readAll } from './reference-model';

/**
 * A model for benchmarks: always the same answer, made once, so that it costs next to no CPU beside what is
 * measured. The faithful one is test/support/fake-openai. Its latency is set over the IPC channel.
 */
const REPLY =
  'The short answer is yes. The longer one follows from the notes above, which say when it begins, how long it takes and whom to ask [1].';
const USAGE = { prompt_tokens: 120, completion_tokens: 32, total_tokens: 152 };
const HEAD = { id: 'chatcmpl-bench', created: 1_700_000_000, model: 'gpt-4o-mini' };
const VECTORS = 64;

let latencyMs = 0;

const completion = (content: string): string =>
  JSON.stringify({
    ...HEAD,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' }],
    usage: USAGE,
  });

const chunk = (delta: object, finishReason: string | null = null): string =>
  `data: ${JSON.stringify({ ...HEAD, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;

const plainCompletion = completion(REPLY);
const [firstChunk = '', ...laterChunks] = REPLY.split(/(?= )/).map((content) =>
  chunk({ role: 'assistant', content }),
);
const endOfStream = [
  ...laterChunks,
  chunk({}, 'stop'),
  `data: ${JSON.stringify({ ...HEAD, object: 'chat.completion.chunk', choices: [], usage: USAGE })}\n\n`,
  'data: [DONE]\n\n',
].join('');

const embedded = { calls: 0, texts: 0 };

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/embedded') return sendJson(response, JSON.stringify(embedded));
  const body = await readAll(request);
  if (latencyMs > 0) await sleep(latencyMs);
  if (request.url === '/v1/embeddings') return sendJson(response, embeddings(body));
  if (/"stream":\s*true/.test(body)) return stream(response);
  sendJson(response, body.includes('"json_schema"') ? structured(body) : plainCompletion);
}

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(firstChunk);
  setImmediate(() => response.end(endOfStream));
}

function structured(body: string): string {
  const schema = (JSON.parse(body) as ChatRequest).response_format?.json_schema?.schema;
  return completion(JSON.stringify(sampleOf(schema, REPLY)));
}

const vectorsBySize = new Map<number, string[]>();

function embeddings(body: string): string {
  const { input, dimensions = 1536, encoding_format: encoding } = JSON.parse(body) as EmbeddingRequest;
  const vectors = encodedVectors(dimensions);
  const texts = [input].flat();
  embedded.calls++;
  embedded.texts += texts.length;
  const data = texts.map((text, index) => {
    const encoded = vectors[text.length % VECTORS] ?? '';
    return { object: 'embedding', index, embedding: encoding === 'base64' ? encoded : floatsOf(encoded) };
  });
  return JSON.stringify({ object: 'list', data, model: 'text-embedding-3-small', usage: USAGE });
}

function encodedVectors(dimensions: number): string[] {
  let vectors = vectorsBySize.get(dimensions);
  if (!vectors) {
    vectors = Array.from({ length: VECTORS }, (_, i) =>
      Buffer.from(embeddingOf(`word${i} ${REPLY}`, dimensions).buffer).toString('base64'),
    );
    vectorsBySize.set(dimensions, vectors);
  }
  return vectors;
}

const floatsOf = (encoded: string): number[] =>
  Array.from(new Float32Array(new Uint8Array(Buffer.from(encoded, 'base64')).buffer));

function sendJson(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1', 1024, () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', (message: { latencyMs: number }) => {
  latencyMs = message.latencyMs;
});
process.on('disconnect', () => process.exit());
