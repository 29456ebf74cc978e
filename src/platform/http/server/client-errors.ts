import { STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';
import { uuidv7 } from '../../../kernel/ids';
import { problemOfStatus, renderProblem } from '../problem';

interface ParserError extends Error {
  readonly code?: string;
}

/** What the response in progress on a socket is called inside Node; there is no public name for it. */
interface BusySocket {
  readonly _httpMessage?: { readonly headersSent: boolean } | null;
}

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what never became a request: bytes that are not HTTP, or that came too slowly. */
export function answerClientError(error: ParserError, socket: Socket): void {
  const half = (socket as BusySocket)._httpMessage?.headersSent;
  if (!socket.writable || half || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS_OF_CODE[error.code ?? ''] ?? 400;
  const requestId = uuidv7();
  const body = JSON.stringify(renderProblem(problemOfStatus(status), { requestId, instance: '' }));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
