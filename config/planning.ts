import { type VariableReader } from './reader';
import { type LlmProviderSettings, type PlanningSettings, type RemotePlannerSettings } from './settings';

const CENTS = 100;

export function readPlanning(read: VariableReader): PlanningSettings {
  return {
    remote: readRemote(read),
    cooldownMs: read.integer('PLANNER_COOLDOWN_MS', 30_000, [0, 3_600_000]),
    limits: {
      steps: read.integer('RUN_MAX_STEPS', 6, [1, 50]),
      tokens: read.integer('RUN_MAX_TOKENS', 60_000, [1_000, 10_000_000]),
      costUsd: read.integer('RUN_MAX_COST_CENTS', 50, [1, 100_000]) / CENTS,
      milliseconds: read.integer('RUN_TIMEOUT_MS', 30_000, [100, 600_000]),
    },
  };
}

/** `LLM_PROVIDERS=groq` makes three more variables count: LLM_GROQ_BASE_URL, LLM_GROQ_API_KEY and LLM_GROQ_MODELS. */
export function readProviders(read: VariableReader): readonly LlmProviderSettings[] {
  return read.list('LLM_PROVIDERS').flatMap((name) => {
    if (!/^[a-z][a-z0-9_]{0,29}$/.test(name) || name === 'openai') {
      read.problems.push(`LLM_PROVIDERS must hold names such as groq or github, not "${name}".`);
      return [];
    }
    const prefix = `LLM_${name.toUpperCase()}`;
    const baseUrl = read.url(`${prefix}_BASE_URL`, ['http:', 'https:']);
    const apiKey = read.optional(`${prefix}_API_KEY`);
    const models = read.list(`${prefix}_MODELS`);
    if (baseUrl && apiKey && models.length > 0) return [{ name, baseUrl, apiKey, models }];
    read.problems.push(`${prefix}_BASE_URL, ${prefix}_API_KEY and ${prefix}_MODELS must all be set.`);
    return [];
  });
}

function readRemote(read: VariableReader): RemotePlannerSettings | null {
  const protocols = ['http:', 'https:'];
  const url = read.url('PLANNER_URL', protocols) ?? read.url('PYTHON_PLANNER_URL', protocols);
  if (!url) return null;
  return {
    url,
    token: read.optional('PLANNER_TOKEN'),
    timeoutMs: read.integer('PLANNER_TIMEOUT_MS', 10_000, [100, 300_000]),
  };
}
