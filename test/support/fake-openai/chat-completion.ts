import { type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Behaviour, type FinishReason } from './behaviours';
import { streamCompletion } from './chat-stream';
import { defaultAnswer, type Answer } from './default-answer';
import { sendJson } from './envelope';
import { breakConnection } from './recorded-request';
import { countPromptTokens, countTokens, firstTokens } from './tokens';
import { type ChatRequest, type FunctionCall } from './wire';

export interface Completion {
  head: { id: string; created: number; model: string; service_tier: string; system_fingerprint: string };
  text: string;
  toolCalls: FunctionCall[];
  finishReason: FinishReason;
  usage: Usage;
}

interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
  completion_tokens_details: { reasoning_tokens: number };
}

type AnswerBehaviour = Extract<Behaviour, { kind: 'answer' }>;

export async function answerChat(
  request: ChatRequest,
  response: ServerResponse,
  behaviour: AnswerBehaviour,
  id: string,
): Promise<void> {
  const completion = complete(request, behaviour, id);
  if (behaviour.delivery.firstByteMs) await sleep(behaviour.delivery.firstByteMs);
  if (response.destroyed) return;
  if (request.stream) {
    const includeUsage = request.stream_options?.include_usage === true;
    return streamCompletion(response, completion, { ...behaviour.delivery, includeUsage });
  }
  const body = completionBody(completion);
  if (behaviour.delivery.cutAfterTokens === undefined) return sendJson(response, body);
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, text.length / 2), () => breakConnection(response));
}

function complete(request: ChatRequest, behaviour: AnswerBehaviour, id: string): Completion {
  const { text: whole, toolCalls } = scriptedAnswer(request, behaviour);
  const limit = request.max_completion_tokens ?? request.max_tokens ?? Infinity;
  const text = firstTokens(whole, limit);
  const finishReason = toolCalls.length > 0 ? 'tool_calls' : text === whole ? 'stop' : 'length';
  const promptTokens = countPromptTokens(request.messages);
  const completionTokens = countTokens(text) + (toolCalls.length && countTokens(JSON.stringify(toolCalls)));
  return {
    head: {
      id: `chatcmpl-${id}`,
      created: Math.floor(Date.now() / 1000),
      model: request.model,
      service_tier: 'default',
      system_fingerprint: 'fp_fake',
    },
    text,
    toolCalls: toolCalls.map((call, i) => ({ id: `call_${id}_${i}`, type: 'function', function: call })),
    finishReason: behaviour.delivery.finishReason ?? finishReason,
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
  };
}

function scriptedAnswer(request: ChatRequest, { text, toolCalls }: AnswerBehaviour): Answer {
  if (toolCalls) return { text: '', toolCalls };
  if (text === undefined) return defaultAnswer(request);
  return { text: typeof text === 'function' ? text(request) : text, toolCalls: [] };
}

function completionBody({ head, text, toolCalls, finishReason, usage }: Completion): object {
  const message = {
    role: 'assistant',
    content: toolCalls.length > 0 ? null : text,
    refusal: null,
    annotations: [],
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    usage,
  };
}
