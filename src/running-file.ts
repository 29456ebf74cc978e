import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'running.json');

/** Lets the command line tools find the server that runs on a data directory. */
export function writeRunningFile(dataDirectory: string, url: string): void {
  writeFileSync(fileIn(dataDirectory), JSON.stringify({ url, pid: process.pid }));
}

export function removeRunningFile(dataDirectory: string): void {
  rmSync(fileIn(dataDirectory), { force: true });
}

/** The URL of the server on this data directory, if it still answers. */
export async function findRunning(dataDirectory: string): Promise<string | null> {
  try {
    const { url } = JSON.parse(readFileSync(fileIn(dataDirectory), 'utf8')) as { url: string };
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) });
    return response.ok ? url : null;
  } catch {
    return null;
  }
}
