import { type Problem } from '../../../../platform/http/problem';
import { type OpenAiErrorView } from './chat-completion.view';

/** Words on which clients of that protocol branch already. */
const THEIR_CODES: Readonly<Record<string, string>> = {
  rate_limited: 'rate_limit_exceeded',
  quota_exceeded: 'insufficient_quota',
};

/** A failure as clients of OpenAI's API read it. */
export function openAiFailure({ status, code, message, errors }: Problem): OpenAiErrorView {
  const field = errors?.[0];
  return {
    error: {
      message: field ? `${field.path} ${field.message}.` : message,
      type: typeOf(status),
      code: THEIR_CODES[code] ?? code,
      param: field?.path ?? (code === 'model_not_found' ? 'model' : null),
    },
  };
}

function typeOf(status: number): string {
  if (status === 402) return 'insufficient_quota';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}
