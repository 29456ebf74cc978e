import { type AgentReplyView } from '../run-agent.dto';
import { type ChatCompletionView, type CompletionUsageView } from './chat-completion.view';
import { urlCitations } from './url-citations';

/** What is the same in every chunk of an answer, and in the whole one. */
export interface CompletionFrame {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

export function chatCompletion(
  frame: CompletionFrame,
  { reply, sources, usage }: AgentReplyView,
): ChatCompletionView {
  const annotations = urlCitations(reply, sources);
  const message = { role: 'assistant' as const, content: reply, refusal: null, annotations };
  return {
    ...frame,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: completionUsage(usage),
  };
}

export function completionUsage({ inputTokens, outputTokens }: AgentReplyView['usage']): CompletionUsageView {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}
