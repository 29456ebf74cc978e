import { loadEnvFile, readEnvironment } from '../config/env';
import { type Settings } from '../config/settings';
import { findRunning } from '../src/running-file';
import { startParley } from '../src/start';

/** Works with the server that runs on this data directory, or starts one for the moment. */
export async function withServer(work: (url: string, settings: Settings) => Promise<void>): Promise<void> {
  loadEnvFile();
  const settings = readEnvironment();
  if (settings.mode === 'production') throw new Error('There is no demo in production.');
  const running = await findRunning(settings.dataDirectory);
  if (running) return work(running, settings);
  const parley = await startParley({ ...settings, role: 'all', http: { ...settings.http, port: 0 } });
  try {
    await work(parley.url, settings);
  } finally {
    await parley.stop();
  }
}

export function endWith(result: Promise<void>): void {
  result.then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
}
