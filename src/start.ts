import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Settings } from '../config/settings';
import { createApp } from './app';
import { listen } from './listen';
import { Readiness } from './platform/health/readiness';
import { type PreparedRuntime, prepareRuntime } from './platform/prepare-runtime';
import { type Runtime } from './platform/runtime';

export interface RunningParley {
  readonly url: string;
  readonly runtime: Runtime;
  readonly app: NestFastifyApplication;
  /** In order: no longer ready, running requests and jobs finished, pools closed, PostgreSQL stopped. */
  stop(): Promise<void>;
}

export async function startParley(settings: Settings): Promise<RunningParley> {
  const prepared = await prepareRuntime(settings);
  let app: NestFastifyApplication | undefined;
  try {
    app = await createApp(prepared.runtime);
    const url = await listen(app, settings.http);
    return { url, runtime: prepared.runtime, app, stop: once(() => stop(app!, prepared)) };
  } catch (error) {
    await app?.close().catch(() => undefined);
    await prepared.stop();
    throw error;
  }
}

async function stop(app: NestFastifyApplication, prepared: PreparedRuntime): Promise<void> {
  app.get(Readiness).shuttingDown();
  try {
    await app.close();
  } finally {
    await prepared.stop();
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
