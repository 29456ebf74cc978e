import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A server of ours in a process of its own, which reports its port over the IPC channel. */
export interface ChildServer {
  origin: string;
  process: ChildProcess;
  pid: number;
  stop(): Promise<void>;
}

export async function startChildServer(file: string, variables: NodeJS.ProcessEnv): Promise<ChildServer> {
  const child = fork(file, { env: { PATH: process.env.PATH, ...variables }, stdio: 'inherit' });
  const ready = once(child, 'message') as Promise<[{ port: number }]>;
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended with code ${code} before it was ready`);
  });
  const [{ port }] = await Promise.race([ready, failed]);
  failed.catch(() => undefined); // from here on its end is wanted
  return {
    origin: `http://127.0.0.1:${port}`,
    process: child,
    pid: child.pid ?? 0,
    stop: () => stopProcess(child),
  };
}

const GRACE_MS = 15_000;

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(impatience);
}
