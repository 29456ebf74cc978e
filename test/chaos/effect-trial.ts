import { Client } from 'pg';
import { findFreePort } from '../../src/platform/embedded/free-port';
import { AppClient } from '../bench/app-client';
import { makeTemporaryDirectory } from '../bench/temporary-directory';
import { asAsked, callTool, reply } from '../support/fake-openai/behaviours';
import { startFakeOpenAi } from '../support/fake-openai/fake-openai';
import { lastUserMessage, textOf } from '../support/fake-openai/wire';
import { seeAllWorkspaces } from '../support/see-all-workspaces';
import { EffectCounter } from './effect-counter';
import { FaultyApp } from './faulty-app';

const TOOL = 'count_effect';
const AGENT = 'doer';
/** Longer than any run that is not held up by a fault. */
const PATIENCE_MS = 2_500;

export interface LedgerRow {
  readonly effect: string;
  readonly status: string;
}

/** A running Parley whose agent has one tool with an effect outside, and a model that always uses it. */
export class EffectTrial {
  private constructor(
    readonly app: FaultyApp,
    readonly counter: EffectCounter,
    private readonly user: AppClient,
    private readonly owner: Client,
    readonly close: () => Promise<void>,
  ) {}

  static async open(databaseUrl: string, random: () => number): Promise<EffectTrial> {
    const [directory, model] = [await makeTemporaryDirectory(), await startFakeOpenAi()];
    const counter = await EffectCounter.start(random);
    model.byDefault(
      asAsked(({ messages }) => {
        if (messages.at(-1)?.role === 'tool') return reply('That is settled.');
        return callTool(TOOL, { effect: textOf(lastUserMessage(messages)).match(/effect-\d+/)![0] });
      }),
    );
    const variables = {
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: '8',
      OPENAI_API_KEY: 'any',
      OPENAI_BASE_URL: model.baseUrl,
      OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${counter.port}`,
      LOG_LEVEL: 'silent',
    };
    const running = { dataDirectory: directory.path, port: await findFreePort(), variables };
    const app = await FaultyApp.start(running, () => Promise.resolve());
    const owner = new Client({ connectionString: databaseUrl });
    await owner.connect();
    await seeAllWorkspaces(owner);
    const user = await AppClient.onboard(app.origin, 'doer');
    await furnish(user, counter.template);
    return new EffectTrial(app, counter, user, owner, async () => {
      await app.end();
      await owner.end();
      await Promise.all([model.stop(), counter.stop()]);
      await directory.remove();
    });
  }

  /** Whether there was an answer: the same key each time, so that it is the same run. */
  async ask(effect: string): Promise<boolean> {
    try {
      const response = await fetch(`${this.app.origin}/api/v1/agents/${AGENT}/run`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${this.user.token}`,
          'content-type': 'application/json',
          'idempotency-key': effect,
        },
        body: JSON.stringify({ message: `Please do ${effect} now.` }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await response.text();
      return response.ok;
    } catch {
      return false; // killed, or hanging
    }
  }

  /** As if a minute had passed: nobody holds what was under way any more. */
  async letTimePass(): Promise<void> {
    await this.owner.query(
      `UPDATE agent.runs SET held_until = now() - interval '1 s' WHERE status = 'running'`,
    );
    await this.owner.query(
      `UPDATE platform.idempotency_keys SET locked_until = '-infinity' WHERE status IS NULL`,
    );
  }

  async unfinishedRuns(): Promise<string[]> {
    const { rows } = await this.owner.query<{ run: string }>(
      `SELECT input || ' is ' || status AS run FROM agent.runs WHERE finished_at IS NULL`,
    );
    return rows.map(({ run }) => run);
  }

  async ledger(): Promise<LedgerRow[]> {
    const { rows } = await this.owner.query<LedgerRow>(
      `SELECT input ->> 'effect' AS effect, status FROM agent.tool_calls WHERE tool = '${TOOL}'`,
    );
    return rows;
  }
}

/** Without documents: words from outside would have a person asked first. */
async function furnish(user: AppClient, url: string): Promise<void> {
  await user.post('/tools', {
    name: TOOL,
    description: 'Does something that must happen once.',
    method: 'POST',
    url,
    inputSchema: { type: 'object', properties: { effect: { type: 'string' } }, required: ['effect'] },
    timeoutMs: 2_000,
  });
  await user.post('/agents', { slug: AGENT, name: 'Doer', tools: [TOOL], retrieval: { enabled: false } });
}
