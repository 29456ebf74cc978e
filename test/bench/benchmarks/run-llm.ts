import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { appChat, modelVariables, referenceChat, switchRetrievalOff } from '../chat-targets';
import { compareAtEachConcurrency } from '../load-comparison';
import { type Block } from '../report';

const load = { message: (sequence: number) => `How long does delivery number ${sequence} take?` };

export const runLlm: Benchmark = {
  name: 'run-llm',
  summary: 'POST /agents/customer-service/run with a model of 0 and 200 ms, against /chat',
  async run(environment, options) {
    const model = await environment.startModel();
    const reference = await environment.startReference({ modelUrl: model.baseUrl });
    const targets = [referenceChat(reference, '/chat', options, load)];
    if (!options.referenceOnly) {
      const app = await environment.startApp(modelVariables(model.baseUrl));
      const user = await AppClient.onboard(app.origin, 'llm');
      await switchRetrievalOff(user);
      targets.push(await appChat(app, user, options, load));
    }
    const blocks: Block[] = [];
    for (const latency of options.latenciesMs) {
      model.setLatency(latency);
      const title = `A turn with a model of ${latency} ms`;
      blocks.push(...(await compareAtEachConcurrency(title, targets, environment, options)));
    }
    return blocks;
  },
};
