import type OpenAI from 'openai';
import { type ChatModel, costOf } from '../../domain/chat-models';
import {
  type Decision,
  Planner,
  type PlannerTarget,
  type PlanProgress,
  type PlanRequest,
} from '../../domain/planner';
import { readCitations } from '../../domain/prompt';
import { ArrivingAnswer, type ChatAnswer } from './chat-answer';
import { type ChatCall, chatCallFor } from './chat-call';
import { type ModelClients } from './model-clients';
import { failureOf } from './openai-failure';

type CallOptions = { readonly signal: AbortSignal };

/** Any model behind OpenAI's protocol, of any provider: the one that was chosen, and those that stand in for it. */
export class OpenAiPlanner extends Planner {
  readonly name = 'llm';

  constructor(
    private readonly models: ModelClients,
    private readonly timeoutMs: number,
  ) {
    super();
  }

  override targets({ model }: PlanRequest): readonly PlannerTarget[] {
    const chosen = this.models.find(model ?? '') ?? this.models.all[0]!;
    const standIns = this.models.fallbacks.filter(({ name }) => name !== chosen.name);
    return [chosen, ...standIns].map(({ name, provider }) => ({ planner: this.name, provider, model: name }));
  }

  async plan(request: PlanRequest, progress: PlanProgress, target: PlannerTarget): Promise<Decision> {
    const model = this.models.find(target.model ?? '') ?? this.models.all[0]!;
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const options = { signal: AbortSignal.any([progress.signal, timeout]) };
    try {
      return decisionOf(await this.complete(model, request, progress, options), model, request);
    } catch (error) {
      progress.signal.throwIfAborted();
      throw failureOf(error, timeout);
    }
  }

  private complete(
    model: ChatModel,
    request: PlanRequest,
    { onToken }: PlanProgress,
    options: CallOptions,
  ): Promise<ChatAnswer> {
    const call = chatCallFor(request, model);
    const client = this.models.clientOf(model);
    return onToken ? stream(client, call, options, onToken) : wait(client, call, options);
  }
}

async function wait(client: OpenAI, call: ChatCall, options: CallOptions): Promise<ChatAnswer> {
  const { choices, usage } = await client.chat.completions.create(call, options);
  const answer = new ArrivingAnswer();
  const choice = choices[0];
  answer.say(choice?.message.content ?? '');
  const made = choice?.message.tool_calls?.[0];
  if (made?.type === 'function') answer.want(made.function.name, made.function.arguments);
  answer.finish(choice?.finish_reason);
  answer.spend(usage);
  return answer.whole();
}

async function stream(
  client: OpenAI,
  call: ChatCall,
  options: CallOptions,
  onToken: (token: string) => void,
): Promise<ChatAnswer> {
  const chunks = await client.chat.completions.create(
    { ...call, stream: true, stream_options: { include_usage: true } },
    options,
  );
  const answer = new ArrivingAnswer();
  for await (const { choices, usage } of chunks) {
    const choice = choices[0];
    const token = choice?.delta.content ?? '';
    answer.say(token);
    if (token) onToken(token);
    const made = choice?.delta.tool_calls?.find(({ index }) => index === 0)?.function;
    if (made) answer.want(made.name ?? '', made.arguments ?? '');
    answer.finish(choice?.finish_reason);
    answer.spend(usage);
    // Leaving the loop hangs up on the provider.
    if (answer.isBeyondUse) break;
  }
  return answer.whole();
}

function decisionOf(
  { text, tool, usage: spent }: ChatAnswer,
  model: ChatModel,
  { passages }: PlanRequest,
): Decision {
  const { inputTokens, outputTokens } = spent;
  const usage = { model: model.name, ...spent, costUsd: costOf(model, inputTokens, outputTokens) };
  if (tool) {
    const reasoning = text.trim() || `The model asked for ${tool.name}.`;
    return {
      tool: tool.name,
      toolInput: tool.input,
      reply: '',
      reasoning,
      confidence: 0,
      citedChunkIds: [],
      usage,
    };
  }
  const { reply, citedChunkIds } = readCitations(text, passages);
  const reasoning =
    citedChunkIds.length > 0 ? 'The model answered from the documents it cites.' : 'The model cited nothing.';
  const confidence = confidenceOf(citedChunkIds, passages);
  return { tool: null, toolInput: null, reply, reasoning, confidence, citedChunkIds, usage };
}

/** What the model says of its own certainty is worth little: being grounded in a good match is worth more. */
function confidenceOf(cited: readonly string[], passages: PlanRequest['passages']): number {
  const best = Math.max(
    0,
    ...passages.filter(({ chunkId }) => cited.includes(chunkId)).map(({ score }) => score),
  );
  return cited.length === 0 ? 0.3 : Math.min(1, 0.5 + best / 2);
}
