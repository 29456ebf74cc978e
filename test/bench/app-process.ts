import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../src/platform/embedded/free-port';
import { stopProcess } from './child-server';

const ENTRY = join(__dirname, '../../src/main.js');
const START_TIMEOUT_MS = 90_000;

export interface RunningApp {
  origin: string;
  pid: number;
  process: ChildProcess;
  msToReady: number;
  stop(): Promise<void>;
}

export interface AppOptions {
  dataDirectory: string;
  variables?: NodeJS.ProcessEnv;
  /** In a process group of its own, so that a signal can reach it without reaching us. */
  detached?: boolean;
  /** Another program around the application, which is talked to over a channel. */
  wrapper?: string;
  /** One that stays the same when it is started again. */
  port?: number;
}

/** The built application, as a user starts it. What our own environment holds does not reach it. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { dataDirectory, variables, detached, wrapper } = options;
  const port = options.port ?? (await findFreePort());
  const { PATH, HOME, NODE_OPTIONS } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, [wrapper ?? ENTRY], {
    env: {
      PATH,
      HOME,
      NODE_OPTIONS,
      NODE_ENV: 'development',
      LOG_LEVEL: 'warn',
      PORT: String(port),
      DATA_DIR: dataDirectory,
      DEMO: 'false',
      RATE_LIMIT_ENABLED: 'false',
      ACCESS_TOKEN_SECONDS: '3600',
      ...variables,
    },
    stdio: ['ignore', 'ignore', 'inherit', wrapper ? 'ipc' : 'ignore'],
    detached,
  });
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.prependListener('exit', killAtExit); // before its directory is removed
  child.once('exit', () => process.off('exit', killAtExit));
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, origin);
  const msToReady = performance.now() - started;
  return { origin, pid: child.pid ?? 0, process: child, msToReady, stop: () => stopProcess(child) };
}

async function waitUntilReady(child: ChildProcess, origin: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const end = child.exitCode ?? child.signalCode;
    if (end !== null) throw new Error(`the app ended with ${end} at its start`);
    const ready = await fetch(`${origin}/ready`).catch(() => undefined);
    if (ready?.ok) return;
    if (Date.now() > deadline) {
      await stopProcess(child);
      throw new Error(`the app is not ready after ${START_TIMEOUT_MS} ms: ${await ready?.text()}`);
    }
    await sleep(5);
  }
}
