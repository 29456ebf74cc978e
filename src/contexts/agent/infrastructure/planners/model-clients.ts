import type OpenAI from 'openai';
import { chatModels, fallbackModels } from '../../../../../config/models';
import { type LlmSettings } from '../../../../../config/settings';
import { createOpenAiClient } from '../../../../platform/llm/openai-client';
import { type ChatModel, ChatModels } from '../../domain/chat-models';

/** One client for each provider, which keeps its connections open. */
export class ModelClients extends ChatModels {
  readonly all: readonly ChatModel[];
  readonly fallbacks: readonly ChatModel[];
  private readonly clients: ReadonlyMap<string, OpenAI>;

  constructor(llm: LlmSettings) {
    super();
    this.all = chatModels(llm);
    this.fallbacks = fallbackModels(llm);
    const access = [{ name: 'openai', apiKey: llm.apiKey, baseUrl: llm.baseUrl }, ...llm.providers];
    this.clients = new Map(
      access.flatMap(({ name, apiKey, baseUrl }): [string, OpenAI][] => {
        const client = createOpenAiClient({ apiKey, baseUrl, timeoutMs: llm.timeoutMs });
        return client ? [[name, client]] : [];
      }),
    );
  }

  clientOf({ provider }: ChatModel): OpenAI {
    return this.clients.get(provider)!;
  }
}
