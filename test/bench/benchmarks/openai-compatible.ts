import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { modelVariables, openAiChat, referenceChat, switchRetrievalOff } from '../chat-targets';
import { compareAtEachConcurrency } from '../load-comparison';
import { type Block } from '../report';

const message = (sequence: number) => `How long does delivery number ${sequence} take?`;
const STREAM_LATENCY_MS = 200;

export const openAiCompatible: Benchmark = {
  name: 'openai-compatible',
  summary: 'POST /openai/chat/completions, whole and streamed, against /chat and /chat/stream',
  async run(environment, options) {
    const model = await environment.startModel();
    const reference = await environment.startReference({ modelUrl: model.baseUrl });
    const whole = [referenceChat(reference, '/chat', options, { message })];
    const streamed = [
      referenceChat(reference, '/chat/stream', options, { message, firstToken: 'event: token' }),
    ];
    if (!options.referenceOnly) {
      const app = await environment.startApp(modelVariables(model.baseUrl));
      const user = await AppClient.onboard(app.origin, 'openai');
      await switchRetrievalOff(user);
      whole.push(openAiChat(app, user, { message }));
      streamed.push(openAiChat(app, user, { message, firstToken: '"delta":{"content":"' }));
    }
    const blocks: Block[] = [];
    for (const latency of options.latenciesMs) {
      model.setLatency(latency);
      const title = `A completion with a model of ${latency} ms`;
      blocks.push(...(await compareAtEachConcurrency(title, whole, environment, options)));
    }
    model.setLatency(STREAM_LATENCY_MS);
    const title = `A streamed completion, the model's first token after ${STREAM_LATENCY_MS} ms`;
    blocks.push(...(await compareAtEachConcurrency(title, streamed, environment, options)));
    return blocks;
  },
};
