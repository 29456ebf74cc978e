import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { appChat, referenceChat } from '../chat-targets';
import { documentOf, questionOf } from '../corpus';
import { ingestIntoReference } from '../ingest-reference';
import { compareAtEachConcurrency } from '../load-comparison';

export const runRules: Benchmark = {
  name: 'run-rules',
  summary: 'POST /agents/customer-service/run with the rule planner, against /chat/extract',
  async run(environment, options) {
    const documents = Array.from({ length: options.documents }, (_, number) => documentOf(number));
    const load = { message: (sequence: number) => questionOf((sequence * 7919) % options.documents) };
    const reference = await environment.startReference();
    await ingestIntoReference(reference, documents);
    const targets = [referenceChat(reference, '/chat/extract', options, load)];
    if (!options.referenceOnly) {
      const app = await environment.startApp();
      const user = await AppClient.onboard(app.origin, 'rules');
      await user.ingestAll(documents);
      targets.push(await appChat(app, user, options, load));
    }
    return compareAtEachConcurrency('A turn of the rule planner', targets, environment, options);
  },
};
