import { randomUUID } from 'node:crypto';
import { type AppClient, UnexpectedAnswer } from './app-client';
import { type RunningApp } from './app-process';
import { type Reference } from './environment';
import { type BenchOptions } from './options';
import { jsonPost, type Target } from './target';

const RUN_PATH = '/agents/customer-service/run';

interface ChatLoad {
  message(sequence: number): string;
  firstToken?: string;
}

/** Two turns of one conversation never run at once: each worker talks in its own. */
export function referenceChat(
  reference: Reference,
  path: string,
  options: BenchOptions,
  load: ChatLoad,
): Target {
  const conversations = Array.from({ length: Math.max(...options.concurrency) }, () => randomUUID());
  const post = jsonPost(path, reference.token);
  return {
    name: `reference ${path}`,
    origin: reference.origin,
    processId: reference.pid,
    firstToken: load.firstToken,
    request: (sequence, worker) =>
      post({ conversationId: conversations[worker], message: load.message(sequence) }),
  };
}

export async function appChat(
  app: RunningApp,
  user: AppClient,
  options: BenchOptions,
  load: ChatLoad,
): Promise<Target> {
  const conversations = await openConversations(user, Math.max(...options.concurrency));
  const post = jsonPost(`/api/v1${RUN_PATH}`, user.token);
  const stream = load.firstToken ? { stream: true } : {};
  return {
    name: 'parley /run',
    origin: app.origin,
    processId: app.pid,
    firstToken: load.firstToken,
    request: (sequence, worker) =>
      post({ conversationId: conversations[worker], message: load.message(sequence), ...stream }),
  };
}

/** The client keeps the thread here: each request carries its question alone, and starts a conversation. */
export function openAiChat(app: RunningApp, user: AppClient, load: ChatLoad): Target {
  const post = jsonPost('/api/v1/openai/chat/completions', user.token);
  const stream = load.firstToken ? { stream: true } : {};
  return {
    name: 'parley /openai',
    origin: app.origin,
    processId: app.pid,
    firstToken: load.firstToken,
    request: (sequence) =>
      post({
        model: 'customer-service',
        messages: [{ role: 'user', content: load.message(sequence) }],
        ...stream,
      }),
  };
}

export async function openConversations(user: AppClient, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const { conversationId } = await user.post<{ conversationId: string }>(RUN_PATH, { message: 'Hello' });
    ids.push(conversationId);
  }
  return ids;
}

/** Compares the model's path alone: the reference's /chat searches nothing either. */
export async function switchRetrievalOff(user: AppClient): Promise<void> {
  const path = '/agents/customer-service';
  try {
    const { retrieval } = await user.get<{ retrieval: object }>(path);
    await user.patch(path, { retrieval: { ...retrieval, enabled: false } });
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer) || error.status !== 404) throw error;
    console.log('Agents cannot be changed in this build: each turn searches an empty workspace.');
  }
}

export const modelVariables = (modelUrl: string): NodeJS.ProcessEnv => ({
  OPENAI_API_KEY: 'sk-bench',
  OPENAI_BASE_URL: modelUrl,
});
