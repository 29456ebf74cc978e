import { randomUUID } from 'node:crypto';
import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { openConversations } from '../chat-targets';
import { type Reference } from '../environment';
import { LoadConnection } from '../http-load';
import { compareAtEachConcurrency } from '../load-comparison';
import { authorizedGet, jsonPost, type Target } from '../target';

export const read: Benchmark = {
  name: 'read',
  summary: 'GET /conversations/:id, against one SELECT by primary key',
  async run(environment, options) {
    const targets = [await referenceRead(await environment.startReference())];
    if (!options.referenceOnly) {
      const app = await environment.startApp();
      const user = await AppClient.onboard(app.origin, 'read');
      const [id] = await openConversations(user, 1);
      const request = authorizedGet(`/api/v1/conversations/${id}`, user.token);
      targets.push({
        name: 'parley /conversations/:id',
        origin: app.origin,
        processId: app.pid,
        request: () => request,
      });
    }
    return compareAtEachConcurrency('Reading a conversation', targets, environment, options);
  },
};

async function referenceRead({ origin, pid, token }: Reference): Promise<Target> {
  const id = randomUUID();
  const connection = new LoadConnection(origin);
  await connection.send(jsonPost('/conversations', token)({ id }));
  connection.close();
  const request = authorizedGet(`/conversation?id=${id}`, token);
  return { name: 'reference /conversation', origin, processId: pid, request: () => request };
}
