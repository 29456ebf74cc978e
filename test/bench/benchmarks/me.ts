import { AppClient } from '../app-client';
import { type Benchmark } from '../benchmark';
import { compareAtEachConcurrency } from '../load-comparison';
import { type Block, printBlock, type Row } from '../report';
import { authorizedGet, type LoadRequest, type Target } from '../target';

/** What authentication may add to the median answer when nobody else asks. */
const GOAL_MS = 1;
const REFERENCE = 'reference /whoami';
const OPEN_ROUTE = 'parley /health';
const ME = 'parley /auth/me';

export const me: Benchmark = {
  name: 'me',
  summary: 'GET /auth/me, against verifying a token and nothing else, and against a route open to all',
  async run(environment, options) {
    const reference = await environment.startReference();
    const whoami = authorizedGet('/whoami', reference.token);
    const targets = [targetOf(REFERENCE, reference, whoami)];
    if (!options.referenceOnly) {
      const app = await environment.startApp();
      const user = await AppClient.onboard(app.origin, 'me');
      targets.push(targetOf(OPEN_ROUTE, app, { method: 'GET', path: '/health', headers: {} }));
      targets.push(targetOf(ME, app, authorizedGet('/api/v1/auth/me', user.token)));
    }
    const blocks = await compareAtEachConcurrency('Who am I', targets, environment, options);
    if (options.referenceOnly) return blocks;
    const overhead = {
      title: `Overhead of authentication at P50, in ms; goal at c=1: ${GOAL_MS}`,
      rows: overheads(blocks),
    };
    printBlock(overhead);
    return [...blocks, overhead];
  },
};

/** The reference verifies a token as well: what is over it is the price of sessions, tenants, roles and the framework. */
function overheads(blocks: readonly Block[]): Row[] {
  return blocks.map(({ title, rows }) => {
    const p50 = (name: string) => Number(rows.find(({ target }) => target === name)?.p50);
    return {
      target: title,
      'over the reference': p50(ME) - p50(REFERENCE),
      'over an open route': p50(ME) - p50(OPEN_ROUTE),
    };
  });
}

function targetOf(name: string, server: { origin: string; pid: number }, request: LoadRequest): Target {
  return { name, origin: server.origin, processId: server.pid, request: () => request };
}
