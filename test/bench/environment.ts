import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/embedded/embedded-postgres';
import { seeAllWorkspaces } from '../support/see-all-workspaces';
import { type RunningApp, startApp } from './app-process';
import { startChildServer } from './child-server';
import { keyOf, signToken } from './hs256';
import { makeTemporaryDirectory } from './temporary-directory';

export interface Reference {
  origin: string;
  pid: number;
  token: string;
}

export interface FakeModel {
  baseUrl: string;
  setLatency(ms: number): void;
  embedded(): Promise<Embedded>;
}

/** What the fake model has been asked to embed since it was started. */
export interface Embedded {
  calls: number;
  texts: number;
}

const REFERENCE_DATABASE = 'bench_reference';

/** What a benchmark needs, started on demand; everything on one PostgreSQL cluster; all of it stopped at the end. */
export class Environment {
  postgresProcessId = 0;
  private databaseUrl = '';
  private readonly databaseUrls: string[] = [];
  private readonly stops: (() => Promise<void>)[] = [];

  static async use(work: (environment: Environment) => Promise<void>): Promise<void> {
    const environment = new Environment();
    const interrupted = (): void => void environment.stop().finally(() => process.exit(130));
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    try {
      await environment.startCluster();
      await work(environment);
    } finally {
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      await environment.stop();
    }
  }

  private async startCluster(): Promise<void> {
    const directory = await makeTemporaryDirectory();
    this.stops.push(() => directory.remove());
    const cluster = await startEmbeddedPostgres({ dataDirectory: directory.path });
    this.stops.push(() => cluster.stop());
    this.databaseUrl = cluster.url;
    this.databaseUrls.push(cluster.url);
    this.postgresProcessId = postmasterOf(directory.path);
  }

  async startModel(): Promise<FakeModel> {
    const server = await startChildServer(join(__dirname, 'fake-model.js'), {});
    this.stops.push(() => server.stop());
    return {
      baseUrl: `${server.origin}/v1`,
      setLatency: (latencyMs) => void server.process.send({ latencyMs }),
      embedded: async () => (await fetch(`${server.origin}/embedded`)).json() as Promise<Embedded>,
    };
  }

  async startReference(options: { modelUrl?: string; remoteEmbeddings?: boolean } = {}): Promise<Reference> {
    const secret = randomBytes(32).toString('hex');
    const server = await startChildServer(join(__dirname, 'reference-server.js'), {
      DATABASE_URL: await this.createDatabase(REFERENCE_DATABASE),
      JWT_SECRET: secret,
      MODEL_URL: options.modelUrl,
      REMOTE_EMBEDDINGS: options.remoteEmbeddings ? 'yes' : undefined,
    });
    this.stops.push(() => server.stop());
    const inOneDay = Math.floor(Date.now() / 1000) + 86_400;
    const token = signToken({ sub: 'user-1', workspace: 'workspace-1', exp: inOneDay }, keyOf(secret));
    return { origin: server.origin, pid: server.pid, token };
  }

  async startApp(variables: NodeJS.ProcessEnv = {}): Promise<RunningApp> {
    const directory = await makeTemporaryDirectory();
    this.stops.push(() => directory.remove());
    const app = await startApp({
      dataDirectory: directory.path,
      variables: { DATABASE_URL: this.databaseUrl, ...variables },
    });
    this.stops.push(() => app.stop());
    return app;
  }

  /** Gives the planner its statistics now: autovacuum would come at some moment of the measurement. */
  async vacuum(): Promise<void> {
    for (const url of this.databaseUrls) await execute(url, 'VACUUM (ANALYZE)');
  }

  /** As the owner of the application's tables, who sees all workspaces from now on. */
  async openDatabase(): Promise<Client> {
    const client = new Client(this.databaseUrl);
    await client.connect();
    this.stops.push(() => client.end());
    await seeAllWorkspaces(client);
    return client;
  }

  private async createDatabase(name: string): Promise<string> {
    await execute(this.databaseUrl, `CREATE DATABASE ${name}`);
    const url = new URL(this.databaseUrl);
    url.pathname = name;
    this.databaseUrls.push(url.href);
    return url.href;
  }

  private async stop(): Promise<void> {
    for (const stop of this.stops.splice(0).reverse()) {
      await stop().catch((error: unknown) => console.error(error));
    }
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(statement);
  await client.end();
}

function postmasterOf(dataDirectory: string): number {
  return Number.parseInt(readFileSync(join(dataDirectory, 'pg', 'postmaster.pid'), 'utf8'));
}
