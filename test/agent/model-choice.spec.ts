import { readEnvironment } from '../../config/env';
import { chatModels, fallbackModels } from '../../config/models';
import { costOf } from '../../src/contexts/agent/domain/chat-models';
import { standaloneQuestion } from '../../src/contexts/agent/domain/follow-up';
import { latestThatFit } from '../../src/contexts/agent/domain/history-window';
import { chooseModel } from '../../src/contexts/agent/domain/model-choice';

const GROQ = {
  LLM_PROVIDERS: 'groq',
  LLM_GROQ_BASE_URL: 'https://groq.example.com/v1',
  LLM_GROQ_API_KEY: 'gsk',
  LLM_GROQ_MODELS: 'llama-3.3-70b-versatile,unheard-of',
};
const llmOf = (variables: Record<string, string>) => readEnvironment({ NODE_ENV: 'test', ...variables }).llm;

describe('the choice of a model', () => {
  const offered = ['system', 'a', 'b', 'c', 'd', 'e'];
  const wishes = { conversation: 'a', user: 'b', channel: 'c', agent: 'd', workspace: 'e' };

  it('AG-24 goes by conversation, user, channel, agent, workspace and system, in this order', () => {
    const left: Partial<typeof wishes> = { ...wishes };
    const chosen = [...Object.keys(wishes), null].map((next) => {
      const choice = chooseModel(left, offered);
      if (next) delete left[next as keyof typeof wishes];
      return choice;
    });
    expect(chosen).toEqual(['a', 'b', 'c', 'd', 'e', 'system']);
  });

  it('passes over what is offered no more', () => {
    expect(chooseModel({ conversation: 'gone', agent: 'd' }, offered)).toBe('d');
    expect(chooseModel(wishes, [])).toBeNull();
  });
});

describe('the catalogue of models', () => {
  it('AG-25 AG-41 names the models of several providers behind one client, the default first', () => {
    const models = chatModels(llmOf({ OPENAI_API_KEY: 'sk', ...GROQ }));
    expect(models[0]).toMatchObject({ name: 'gpt-4o-mini', provider: 'openai', inputPrice: 0.15 });
    expect(models.slice(-2)).toMatchObject([
      { name: 'groq/llama-3.3-70b-versatile', contextWindow: 131_072 },
      { name: 'groq/unheard-of', contextWindow: null, inputPrice: null },
    ]);
  });

  it('lets the first model of each further provider stand in, unless others are named', () => {
    const names = (more: Record<string, string>) =>
      fallbackModels(llmOf({ OPENAI_API_KEY: 'sk', ...GROQ, ...more })).map(({ name }) => name);
    expect(names({})).toEqual(['groq/llama-3.3-70b-versatile']);
    expect(names({ LLM_FALLBACK_MODELS: 'gpt-4o,groq/unheard-of' })).toEqual(['gpt-4o', 'groq/unheard-of']);
    expect(() => names({ LLM_FALLBACK_MODELS: 'nobody' })).toThrow(/LLM_FALLBACK_MODELS names nobody/);
  });

  it('AG-38 knows what a call costs, or that it does not know', () => {
    const [known, , unknown] = chatModels(
      llmOf({ OPENAI_API_KEY: 'sk', OPENAI_BASE_URL: 'http://x/v1', ...GROQ }),
    );
    expect(costOf(known!, 1_000_000, 1_000_000)).toBeCloseTo(0.75);
    expect(costOf(unknown!, 1, 1)).toBeNull();
  });
});

describe('what an agent remembers', () => {
  const asked = [
    { role: 'user', content: 'How long can I return goods?' },
    { role: 'assistant', content: 'For 30 days.' },
  ];

  it.each(['And for shoes?', 'Does it cost anything?', 'Was kosten diese?'])(
    'carries the topic over to "%s"',
    (question) => {
      expect(standaloneQuestion(question, asked)).toBe(`${question} How long can I return goods?`);
    },
  );

  it.each(['Where is your shop in Berlin?', 'Thanks!'])('leaves "%s" as it is', (question) => {
    expect(standaloneQuestion(question, asked)).toBe(question);
  });

  it('keeps the latest messages that fit, whole', () => {
    expect(latestThatFit(asked, [6, 5], 10)).toEqual([asked[1]]);
    expect(latestThatFit(asked, [6, 5], 11)).toEqual(asked);
    expect(latestThatFit(asked, [6, 5], -1)).toEqual([]);
  });
});
