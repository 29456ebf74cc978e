import { type LlmSettings } from './settings';

export interface ChatModelEntry {
  /** What it is asked for by here: its id, with the provider in front where that is not the first one. */
  readonly name: string;
  /** What its provider calls it. */
  readonly id: string;
  readonly provider: string;
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  /** US dollars for a million tokens; null: not known to us. */
  readonly inputPrice: number | null;
  readonly outputPrice: number | null;
}

type Facts = readonly [
  contextWindow: number,
  maxOutputTokens: number,
  inputPrice: number,
  outputPrice: number,
];

/** A new model is one line. A version's date behind the id, and a maker in front of it, change nothing. */
const KNOWN: Readonly<Record<string, Facts>> = {
  'gpt-4o-mini': [128_000, 16_384, 0.15, 0.6],
  'gpt-4o': [128_000, 16_384, 2.5, 10],
  'gpt-4.1': [1_047_576, 32_768, 2, 8],
  'gpt-4.1-mini': [1_047_576, 32_768, 0.4, 1.6],
  'gpt-4.1-nano': [1_047_576, 32_768, 0.1, 0.4],
  'claude-3-5-haiku': [200_000, 8_192, 0.8, 4],
  'claude-3-7-sonnet': [200_000, 64_000, 3, 15],
  'claude-sonnet-4': [200_000, 64_000, 3, 15],
  'llama-3.3-70b-versatile': [131_072, 32_768, 0.59, 0.79],
  'llama-3.1-8b-instant': [131_072, 8_192, 0.05, 0.08],
};

/** Of OpenAI itself; another server behind OPENAI_BASE_URL has its own, which are named. */
const OPENAI_FAMILY = ['gpt-4o-mini', 'gpt-4o', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano'];
const FIRST_PROVIDER = 'openai';

/** The default first; none without a key. */
export function chatModels({
  apiKey,
  baseUrl,
  chatModel,
  providers,
}: LlmSettings): readonly ChatModelEntry[] {
  const own = baseUrl ? [chatModel] : [chatModel, ...OPENAI_FAMILY.filter((id) => id !== chatModel)];
  return [
    ...(apiKey ? own.map((id) => entryOf(id, FIRST_PROVIDER)) : []),
    ...providers.flatMap(({ name, models }) => models.map((id) => entryOf(id, name))),
  ];
}

/** Who stands in for a model that fails: what was named, or else the first model of each further provider. */
export function fallbackModels(llm: LlmSettings): readonly ChatModelEntry[] {
  const all = chatModels(llm);
  if (llm.fallbackModels.length > 0) {
    return llm.fallbackModels.flatMap((name) => all.find((model) => model.name === name) ?? []);
  }
  return llm.providers.flatMap(({ name }) => all.find(({ provider }) => provider === name) ?? []);
}

/** What is wrong with the models that were configured; null: nothing. */
export function problemOfChatModels(llm: LlmSettings): string | null {
  const all = chatModels(llm).map(({ name }) => name);
  const unknown = llm.fallbackModels.find((name) => !all.includes(name));
  return unknown === undefined
    ? null
    : `LLM_FALLBACK_MODELS names ${unknown}, which is not among ${all.join(', ') || 'any models'}.`;
}

function entryOf(id: string, provider: string): ChatModelEntry {
  const facts = KNOWN[id] ?? KNOWN[id.replace(/^.*\//, '').replace(/-(latest|\d{8}|\d{4}-\d\d-\d\d)$/, '')];
  const [contextWindow = null, maxOutputTokens = null, inputPrice = null, outputPrice = null] = facts ?? [];
  const name = provider === FIRST_PROVIDER ? id : `${provider}/${id}`;
  return { name, id, provider, contextWindow, maxOutputTokens, inputPrice, outputPrice };
}
