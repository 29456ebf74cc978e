import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { compareAtEachConcurrency } from '../load-comparison';
import { authorizedGet, type Target } from '../target';

export const me: Benchmark = {
  name: 'me',
  summary: 'GET /auth/me, against verifying a token and nothing else',
  async run(environment, options) {
    const reference = await environment.startReference();
    const whoami = authorizedGet('/whoami', reference.token);
    const targets: Target[] = [
      {
        name: 'reference /whoami',
        origin: reference.origin,
        processId: reference.pid,
        request: () => whoami,
      },
    ];
    if (!options.referenceOnly) {
      const app = await environment.startApp();
      const user = await AppClient.onboard(app.origin, 'me');
      const request = authorizedGet('/api/v1/auth/me', user.token);
      targets.push({
        name: 'parley /auth/me',
        origin: app.origin,
        processId: app.pid,
        request: () => request,
      });
    }
    return compareAtEachConcurrency('Who am I', targets, environment, options);
  },
};
