import OpenAI, { type APIError } from 'openai';
import { type LlmSettings } from '../../../config/settings';
import { maskText } from '../telemetry/logging/mask-text';
import { requestContext } from '../telemetry/request-context';

type LlmAccess = Pick<LlmSettings, 'apiKey' | 'baseUrl' | 'timeoutMs'>;

/**
 * One client for chat and embeddings; it keeps connections open. It does not retry: the planner chain
 * falls back and the queue backs off, and retries in two layers would multiply.
 */
export function createOpenAiClient({ apiKey, baseUrl, timeoutMs }: LlmAccess): OpenAI | null {
  if (!apiKey) return null;
  return new DiscreetOpenAi({
    apiKey,
    baseURL: baseUrl ?? undefined,
    timeout: timeoutMs,
    maxRetries: 0,
    fetch: (url, init) => fetch(url, { ...init, headers: traced(init?.headers) }),
  });
}

/** What a provider says of a refused key may show the key; tenants read why a run or a document has failed. */
class DiscreetOpenAi extends OpenAI {
  protected override makeStatusError(...given: Parameters<OpenAI['makeStatusError']>): APIError {
    const error = super.makeStatusError(...given);
    error.message = maskText(error.message);
    return error;
  }
}

/** The provider's logs and ours name the same request. */
function traced(given: HeadersInit | undefined): Headers {
  const headers = new Headers(given);
  const context = requestContext.getStore();
  if (context) headers.set('x-request-id', context.requestId);
  if (context?.traceparent) headers.set('traceparent', context.traceparent);
  return headers;
}
