import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transformFileSync } from '@swc/core';

const ROOT = resolve(__dirname, '../..');
const LAUNCHER = join(ROOT, 'src/platform/embedded');
const PROGRAM = `
const { startEmbeddedPostgres } = require('./embedded-postgres.js');
startEmbeddedPostgres({ dataDirectory: process.argv[2], settings: { fsync: 'off' } }).then(({ url, owned }) => {
  console.log(JSON.stringify({ url, owned }));
  setInterval(() => undefined, 60_000);
});
`;

export interface PostgresOwner {
  readonly process: ChildProcess;
  readonly started: Promise<{ url: string; owned: boolean }>;
  kill(): Promise<void>;
}

/** The launcher as plain JavaScript, so that a process of its own can run it, and be killed. */
export function compileLauncher(directory: string): string {
  mkdirSync(directory, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  for (const name of readdirSync(LAUNCHER)) {
    const { code } = transformFileSync(join(LAUNCHER, name), {
      configFile: join(ROOT, '.swcrc'),
      sourceMaps: false,
    });
    writeFileSync(join(directory, name.replace(/\.ts$/, '.js')), code);
  }
  const program = join(directory, 'owner.cjs');
  writeFileSync(program, PROGRAM);
  return program;
}

export function spawnOwner(program: string, dataDirectory: string): PostgresOwner {
  const child = spawn(process.execPath, [program, dataDirectory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  return {
    process: child,
    started: readFirstLine(child).then((line) => JSON.parse(line) as { url: string; owned: boolean }),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function readFirstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolveLine) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolveLine(text);
    });
  });
}
