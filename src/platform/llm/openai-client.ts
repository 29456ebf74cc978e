import OpenAI from 'openai';
import { type LlmSettings } from '../../../config/settings';

/**
 * One client for chat and embeddings; it keeps connections open. It does not retry: the planner chain
 * falls back and the queue backs off, and retries in two layers would multiply.
 */
export function createOpenAiClient({ apiKey, baseUrl, timeoutMs }: LlmSettings): OpenAI | null {
  if (!apiKey) return null;
  return new OpenAI({ apiKey, baseURL: baseUrl ?? undefined, timeout: timeoutMs, maxRetries: 0 });
}
