import { copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';

const LARGEST_LOG_BYTES = 8 * 1024 * 1024;
const CHECK_EVERY_MS = 60_000;

/** Opened for appending, so that shortening the file under the running server is safe. */
export function openPostgresLog(file: string): number {
  shortenLog(file);
  return openSync(file, 'a', 0o600);
}

export function keepLogBounded(file: string): () => void {
  const timer = setInterval(() => shortenLog(file), CHECK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

export function logSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

export function readLogSince(file: string, offset: number): string {
  return readFileSync(file).subarray(offset).toString('utf8');
}

export function lastLines(text: string, count = 20): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function shortenLog(file: string): void {
  if (logSize(file) <= LARGEST_LOG_BYTES) return;
  try {
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
  } catch {
    // A full disk or a vanished directory: the log must not be what stops the app. The next round tries again.
  }
}
