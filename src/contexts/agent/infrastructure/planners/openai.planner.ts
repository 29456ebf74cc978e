import type OpenAI from 'openai';
import {
  type Decision,
  Planner,
  type PlanProgress,
  type PlanRequest,
  type Usage,
} from '../../domain/planner';
import { promptFor, readCitations } from '../../domain/prompt';

type Call = Pick<OpenAI.ChatCompletionCreateParams, 'model' | 'messages' | 'temperature' | 'max_tokens'>;
type CallOptions = { readonly signal: AbortSignal };

interface Completion {
  readonly reply: string;
  readonly usage: Usage;
}

/** Any OpenAI-compatible model. */
export class OpenAiPlanner extends Planner {
  readonly name = 'llm';

  constructor(
    private readonly client: OpenAI,
    private readonly model: string,
    private readonly timeoutMs: number,
  ) {
    super();
  }

  async plan(request: PlanRequest, progress: PlanProgress): Promise<Decision> {
    const { reply: raw, usage } = await this.complete(request, progress);
    if (!raw.trim()) throw new Error('The model answered with an empty reply');
    const { passages } = request;
    const { reply, citedChunkIds } = readCitations(raw, passages);
    return {
      tool: passages.length > 0 ? 'search_knowledge' : null,
      toolInput: passages.length > 0 ? { query: request.question } : null,
      reply,
      reasoning:
        citedChunkIds.length > 0
          ? 'The model answered from the documents it cites.'
          : 'The model cited nothing.',
      confidence: confidenceOf(citedChunkIds, passages),
      citedChunkIds,
      usage,
    };
  }

  private complete(request: PlanRequest, { signal, onToken }: PlanProgress): Promise<Completion> {
    const call = {
      model: this.model,
      messages: promptFor(request),
      temperature: request.agent.temperature,
      max_tokens: request.agent.maxOutputTokens,
    };
    const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(this.timeoutMs)]) };
    return onToken ? this.stream(call, options, onToken) : this.wait(call, options);
  }

  private async wait(call: Call, options: CallOptions): Promise<Completion> {
    const { choices, model, usage } = await this.client.chat.completions.create(call, options);
    return { reply: choices[0]?.message.content ?? '', usage: usageOf(model, usage) };
  }

  private async stream(
    call: Call,
    options: CallOptions,
    onToken: (token: string) => void,
  ): Promise<Completion> {
    const stream = await this.client.chat.completions.create(
      { ...call, stream: true, stream_options: { include_usage: true } },
      options,
    );
    let reply = '';
    let finished = false;
    let usage = usageOf(call.model, null);
    for await (const chunk of stream) {
      const choice = chunk.choices[0];
      const token = choice?.delta.content ?? '';
      reply += token;
      if (token) onToken(token);
      finished ||= choice?.finish_reason != null;
      if (chunk.usage) usage = usageOf(chunk.model, chunk.usage);
    }
    if (!finished) throw new Error('The model broke off in the middle of its reply');
    return { reply, usage };
  }
}

function usageOf(model: string, usage: OpenAI.CompletionUsage | null | undefined): Usage {
  return { model, inputTokens: usage?.prompt_tokens ?? 0, outputTokens: usage?.completion_tokens ?? 0 };
}

/** What the model says of its own certainty is worth little: being grounded in a good match is worth more. */
function confidenceOf(cited: readonly string[], passages: PlanRequest['passages']): number {
  const best = Math.max(
    0,
    ...passages.filter(({ chunkId }) => cited.includes(chunkId)).map(({ score }) => score),
  );
  return cited.length === 0 ? 0.3 : Math.min(1, 0.5 + best / 2);
}
