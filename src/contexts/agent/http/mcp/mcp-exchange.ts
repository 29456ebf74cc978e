import { Readable } from 'node:stream';
import { type ReadableStream } from 'node:stream/web';
import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type McpCaller } from './mcp-caller';
import { type McpMessageForm } from './mcp-message.dto';
import { mcpSdk } from './mcp-sdk';
import { McpServers } from './mcp-servers';

const READ_HEADERS = ['accept', 'content-type', 'mcp-protocol-version'] as const;

/**
 * One message and its answer, over the SDK's transport. A stream only for who wants to hear of progress: a plain
 * answer costs less, and lets more proxies through.
 */
@Injectable()
export class McpExchange {
  constructor(private readonly servers: McpServers) {}

  async answer(
    form: McpMessageForm,
    caller: McpCaller,
    reply: FastifyReply,
  ): Promise<string | Readable | undefined> {
    const sdk = await mcpSdk();
    const server = this.servers.open(sdk, caller);
    const message = withoutGaps(form);
    const transport = new sdk.Transport({ enableJsonResponse: !wantsProgress(message) });
    const left = leaving(reply);
    // Ends what is still at work for a client that has left; after an answer there is nothing to end.
    left.catch(() => server.close());
    await server.connect(transport);
    const response = await Promise.race([
      transport.handleRequest(webRequest(reply.request), { parsedBody: message }),
      left,
    ]);
    return send(response, reply);
  }
}

async function send(response: Response, reply: FastifyReply): Promise<string | Readable | undefined> {
  void reply.status(response.status);
  if (!response.body) return undefined;
  const type = response.headers.get('content-type') ?? '';
  void reply.type(`${type}; charset=utf-8`);
  if (!type.startsWith('text/event-stream')) return response.text();
  void reply.header('x-accel-buffering', 'no');
  return Readable.fromWeb(response.body as ReadableStream);
}

/** The body has been read and checked already; the transport looks at these headers alone. */
function webRequest({ headers, url }: FastifyRequest): Request {
  const read = new Headers();
  for (const name of READ_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') read.set(name, value);
  }
  return new Request(new URL(url, 'http://parley.invalid'), { method: 'POST', headers: read });
}

/** Rejects when the connection closes, in the words by which the filter knows that nobody is there any more. */
function leaving({ raw }: FastifyReply): Promise<never> {
  return new Promise((_resolve, reject) => {
    raw.once('close', () => reject(Object.assign(new Error('The client went away'), { code: 'ECONNRESET' })));
  });
}

/** The protocol's schemas are strict: a field that is not there must not be there as undefined. */
function withoutGaps(form: McpMessageForm): Record<string, unknown> {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined));
}

function wantsProgress({ params }: Record<string, unknown>): boolean {
  const { _meta } = (params ?? {}) as { _meta?: { progressToken?: unknown } };
  return _meta?.progressToken !== undefined;
}
