import { type Problem, problemOf } from '../../../../platform/http/problem';
import { type RpcErrorView } from './mcp-message.dto';

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
const INVALID_PARAMS = -32_602;
const INTERNAL = -32_603;
const RESOURCE_NOT_FOUND = -32_002;
const OF_THE_SERVER = -32_000;

/** Thrown inside the protocol, which reads `code` and `data` off it. */
export class RpcFailure extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: object,
  ) {
    super(message);
  }
}

export function resourceNotFound(uri: string): RpcFailure {
  return new RpcFailure(RESOURCE_NOT_FOUND, 'There is no such document.', { uri });
}

export function unknownTool(name: string): RpcFailure {
  return new RpcFailure(INVALID_PARAMS, `There is no tool "${name}".`);
}

/** Our refusals speak for themselves; what libraries say stays inside. */
export function rpcFailure(error: unknown): RpcFailure {
  if (error instanceof RpcFailure) return error;
  const problem = problemOf(error);
  const code = problem.status === 400 ? INVALID_PARAMS : codeOf(problem);
  return new RpcFailure(code, messageOf(problem), { code: problem.code });
}

/** A request that never became a message of the protocol. */
export function failedExchange(problem: Problem): RpcErrorView {
  const error = { code: codeOf(problem), message: messageOf(problem), data: { code: problem.code } };
  return { jsonrpc: '2.0', id: null, error };
}

/** In words for whoever reads a tool's answer. */
export function messageOf({ message, errors = [] }: Problem): string {
  return [message, ...errors.map((field) => `${field.path} ${field.message}.`)].join(' ');
}

function codeOf({ status, code }: Problem): number {
  if (code === 'malformed_json') return PARSE_ERROR;
  if (status === 400) return INVALID_REQUEST;
  return status === 500 ? INTERNAL : OF_THE_SERVER;
}
