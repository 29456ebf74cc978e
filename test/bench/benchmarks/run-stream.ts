import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { appChat, modelVariables, referenceChat, switchRetrievalOff } from '../chat-targets';
import { compareAtEachConcurrency } from '../load-comparison';

const MODEL_LATENCY_MS = 200;

const load = {
  message: (sequence: number) => `How long does delivery number ${sequence} take?`,
  firstToken: 'event: token',
};

export const runStream: Benchmark = {
  name: 'run-stream',
  summary: `the first streamed token over a model that takes ${MODEL_LATENCY_MS} ms, against /chat/stream`,
  async run(environment, options) {
    const model = await environment.startModel();
    const reference = await environment.startReference({ modelUrl: model.baseUrl });
    const targets = [referenceChat(reference, '/chat/stream', options, load)];
    if (!options.referenceOnly) {
      const app = await environment.startApp(modelVariables(model.baseUrl));
      const user = await AppClient.onboard(app.origin, 'stream');
      await switchRetrievalOff(user);
      targets.push(await appChat(app, user, options, load));
    }
    model.setLatency(MODEL_LATENCY_MS);
    const title = `A streamed turn, the model's first token after ${MODEL_LATENCY_MS} ms`;
    return compareAtEachConcurrency(title, targets, environment, options);
  },
};
