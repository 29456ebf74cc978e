import 'reflect-metadata';
import { ConfigurationError, loadEnvFile, readEnvironment } from '../config/env';
import { type Settings } from '../config/settings';
import { printBanner, printDemo } from './banner';
import { seedDemo } from './demo/seed-demo';
import { PortTakenError } from './listen';
import { removeRunningFile, writeRunningFile } from './running-file';
import { type RunningParley, startParley } from './start';

const EXIT_MARGIN_MS = 5_000;
const IMPATIENT_AFTER_MS = 1_000;

async function main(): Promise<void> {
  const startedAt = process.hrtime.bigint();
  loadEnvFile();
  const settings = readEnvironment();
  const starting = startParley(settings);
  stopOnSignals(settings, starting);
  const parley = await starting;
  if (settings.role !== 'worker') writeRunningFile(settings.dataDirectory, parley.url);
  await printBanner(parley, Number(process.hrtime.bigint() - startedAt) / 1e6);
  if (settings.demo && settings.role !== 'worker')
    printDemo(parley.url, await seedDemo(parley.url, settings.dataDirectory));
}

function stopOnSignals(settings: Settings, starting: Promise<RunningParley>): void {
  let stoppingSince = 0;
  const stop = (code: number) => {
    // A terminal's Ctrl-C arrives twice below npm. Asking again later means: now.
    if (stoppingSince && Date.now() - stoppingSince < IMPATIENT_AFTER_MS) return;
    if (stoppingSince) process.exit(1);
    stoppingSince = Date.now();
    setTimeout(() => process.exit(1), settings.http.shutdownGraceMs + EXIT_MARGIN_MS).unref();
    removeRunningFile(settings.dataDirectory);
    starting.then((parley) => parley.stop()).then(() => process.exit(code), fail);
  };
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  // The state of a process after either of these is unknown: say why, finish what can be finished, start afresh.
  const giveUp = (error: unknown) => {
    process.stderr.write(`${describe(error)}\n`);
    stop(1);
  };
  process.on('uncaughtException', giveUp);
  process.on('unhandledRejection', giveUp);
}

function fail(error: unknown): never {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof PortTakenError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch(fail);
