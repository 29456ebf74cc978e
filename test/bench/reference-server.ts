import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { keyOf, verifyToken, type Claims } from './hs256';
import { readAll, ReferenceModel } from './reference-model';
import { ReferenceStore } from './reference-store';
import { embedLocally, extractAnswer, splitIntoChunks } from './reference-text';

/**
 * The ceiling: one process of bare node:http that does the least that deserves the name. No framework, no
 * roles, no limits, no idempotency, no outbox. Whatever our own server needs beyond this is its own cost.
 */
interface ChatBody {
  conversationId: string;
  message: string;
}

interface DocumentBody {
  title: string;
  content: string;
}

type Route = (caller: Claims, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const { DATABASE_URL = '', JWT_SECRET = '', MODEL_URL = '', REMOTE_EMBEDDINGS, PORT } = process.env;
const key = keyOf(JWT_SECRET);
const store = new ReferenceStore(DATABASE_URL);
const model = new ReferenceModel(MODEL_URL);

const routes: Record<string, Route> = {
  'POST /chat': async (_, request, response) => {
    const { conversationId, message } = await readJson<ChatBody>(request);
    const reply = await model.complete(await store.lastMessages(conversationId), message);
    await store.addTurn(conversationId, message, reply);
    send(response, 200, { conversationId, reply });
  },

  'POST /chat/stream': async (_, request, response) => {
    const { conversationId, message } = await readJson<ChatBody>(request);
    const history = await store.lastMessages(conversationId);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    let reply = '';
    for await (const tokens of model.stream(history, message)) {
      reply += tokens;
      response.write(`event: token\ndata: ${JSON.stringify({ text: tokens })}\n\n`);
    }
    await store.addTurn(conversationId, message, reply);
    response.end('event: run.finished\ndata: {}\n\n');
  },

  'POST /chat/extract': async ({ workspace }, request, response) => {
    const { conversationId, message } = await readJson<ChatBody>(request);
    await store.lastMessages(conversationId);
    const sources = await store.search(workspace, message);
    const reply = extractAnswer(message, sources);
    await store.addTurn(conversationId, message, reply);
    send(response, 200, { conversationId, reply, sources });
  },

  'GET /conversation': async ({ workspace }, request, response) => {
    const id = request.url?.split('?id=')[1] ?? '';
    const conversation = await store.conversation(id, workspace);
    send(response, conversation ? 200 : 404, conversation ?? {});
  },

  'POST /conversations': async ({ workspace }, request, response) => {
    const { id } = await readJson<{ id: string }>(request);
    await store.addConversation(id, workspace);
    send(response, 201, { id });
  },

  'GET /whoami': (caller, _request, response) => {
    send(response, 200, caller);
    return Promise.resolve();
  },

  'POST /documents': async ({ workspace }, request, response) => {
    const { title, content } = await readJson<DocumentBody>(request);
    const chunks = splitIntoChunks(content);
    const vectors = REMOTE_EMBEDDINGS ? await model.embed(chunks) : chunks.map(embedLocally);
    await store.addChunks(workspace, title, chunks, vectors);
    send(response, 201, { chunks: chunks.length });
  },
};

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/health') return send(response, 200, { ok: true });
  const route = routes[`${request.method} ${request.url?.split('?', 1)[0]}`];
  if (!route) return send(response, 404, { error: 'not found' });
  const caller = verifyToken(request.headers.authorization, key);
  if (!caller) return send(response, 401, { error: 'unauthorized' });
  try {
    await route(caller, request, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else send(response, 500, { error: String(error) });
  }
}

async function readJson<T>(request: IncomingMessage): Promise<T> {
  return JSON.parse(await readAll(request)) as T;
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

async function start(): Promise<void> {
  await store.prepare();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(Number(PORT ?? 0), '127.0.0.1', 1024, () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
  process.on('disconnect', () => process.exit());
}

void start();
