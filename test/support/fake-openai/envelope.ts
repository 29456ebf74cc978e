import { type IncomingMessage, type ServerResponse } from 'node:http';

/** An error as OpenAI's API states it. */
export class ApiError extends Error {
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;

  constructor(
    readonly status: number,
    message: string,
    details: { type?: string; code?: string; param?: string } = {},
  ) {
    super(message);
    this.type = details.type ?? 'invalid_request_error';
    this.code = details.code ?? null;
    this.param = details.param ?? null;
  }

  toBody(): object {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

const MAX_BODY_BYTES = 32 * 1024 * 1024;

export async function readJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ApiError(413, 'Request body is too large.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
  } catch {
    throw new ApiError(400, 'We could not parse the JSON body of your request. It must be valid JSON.');
  }
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  sendText(response, JSON.stringify(body), status);
}

export function sendText(response: ServerResponse, text: string, status = 200): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}

const KNOWN_FAILURES: Record<number, { message: string; type: string; code?: string }> = {
  401: { message: 'Incorrect API key provided.', type: 'invalid_request_error', code: 'invalid_api_key' },
  429: { message: 'Rate limit reached for requests.', type: 'requests', code: 'rate_limit_exceeded' },
  500: { message: 'The server had an error while processing your request.', type: 'server_error' },
  503: { message: 'The engine is currently overloaded.', type: 'server_error', code: 'server_overloaded' },
};

export function failureOf(status: number, message?: string): ApiError {
  const known = KNOWN_FAILURES[status] ?? { message: `Status ${status}.`, type: 'invalid_request_error' };
  return new ApiError(status, message ?? known.message, known);
}

export function sendError(response: ServerResponse, error: ApiError, retryAfterSeconds?: number): void {
  if (retryAfterSeconds !== undefined) {
    // OpenAI sends both; the second keeps the tests fast, being finer than a second.
    response.setHeader('retry-after', Math.ceil(retryAfterSeconds));
    response.setHeader('retry-after-ms', Math.round(retryAfterSeconds * 1000));
  }
  sendJson(response, error.toBody(), error.status);
}
