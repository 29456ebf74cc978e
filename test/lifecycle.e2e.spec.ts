import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './support/eventually';

const ROOT = join(__dirname, '..');
const START_MS = 30_000;

interface Process {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  url(): Promise<string>;
}

/** The product as `npm start` runs it, in a process of its own and on its own embedded PostgreSQL. */
describe('the process', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'parley-life-'));
  const running = new Set<ChildProcess>();

  afterAll(async () => {
    const all = [...running].filter((child) => child.exitCode === null && child.signalCode === null);
    for (const child of all) child.kill('SIGTERM');
    await Promise.all(all.map((child) => once(child, 'exit')));
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });

  function start(variables: Record<string, string> = {}): Process {
    const child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs')], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATA_DIR: dataDirectory,
        DEMO: 'false',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    return { child, ended, output: () => output, url: () => eventually(() => urlIn(output), START_MS) };
  }

  function urlIn(output: string): string {
    const url = /API\s+(http\S+)\/api\/v1/.exec(output)?.[1];
    if (!url) throw new Error(`Not started yet: ${output}`);
    return url;
  }

  async function send<T>(method: string, url: string, body?: unknown, token?: string): Promise<T> {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  it(
    'starts on an empty directory, survives kill -9, keeps what it accepted, and stops in order on SIGTERM',
    async () => {
      const first = start();
      const url = await first.url();
      expect((await fetch(`${url}/ready`)).status).toBe(200);
      const account = {
        email: 'life@example.com',
        password: 'seventeen purple walruses',
        name: 'L',
        workspaceName: 'Life',
      };
      const { accessToken } = await send<{ accessToken: string }>(
        'POST',
        `${url}/api/v1/auth/onboarding`,
        account,
      );
      const documents = [{ title: 'Marker', content: 'The word to find is quintessence.' }];
      await send('POST', `${url}/api/v1/agents/customer-service/ingest`, { documents }, accessToken);
      first.child.kill('SIGKILL');
      await first.ended;

      const second = start();
      const again = await second.url();
      await eventually(async () => {
        const search = { query: 'quintessence' };
        const found = await send<{ hits: unknown[] }>(
          'POST',
          `${again}/api/v1/knowledge/search`,
          search,
          accessToken,
        );
        expect(found.hits).toHaveLength(1);
      }, START_MS);
      second.child.kill('SIGTERM');
      expect(await second.ended).toBe(0);
      expect(() => readFileSync(join(dataDirectory, 'pg/postmaster.pid'))).toThrow(/ENOENT/);
    },
    3 * START_MS,
  );

  it(
    'says clearly that PORT is taken, and leaves nothing running behind',
    async () => {
      const squatter = createServer().listen(0, '127.0.0.1');
      await once(squatter, 'listening');
      const { port } = squatter.address() as { port: number };
      const refused = start({ PORT: String(port) });
      expect(await refused.ended).toBe(1);
      expect(refused.output()).toContain(`Port ${port} is taken`);
      expect(() => readFileSync(join(dataDirectory, 'pg/postmaster.pid'))).toThrow(/ENOENT/);
      squatter.close();
    },
    START_MS,
  );

  it(
    'finishes every request in flight when it is told to stop, and takes no new one',
    async () => {
      const running = start();
      const url = await running.url();
      const account = {
        email: 'busy@example.com',
        password: 'nine orange flamingos',
        name: 'B',
        workspaceName: 'Busy',
      };
      await send('POST', `${url}/api/v1/auth/onboarding`, account);
      const { email, password } = account;
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ email, password });
      // Hashing keeps each of them busy for some hundred milliseconds.
      const logins = Array.from({ length: 8 }, () =>
        fetch(`${url}/api/v1/auth/login`, { method: 'POST', headers, body }),
      );
      await new Promise((resolve) => setTimeout(resolve, 150));
      running.child.kill('SIGTERM');
      const asked = Date.now();
      const statuses = (await Promise.all(logins)).map(({ status }) => status);
      expect(statuses).toEqual(logins.map(() => 200));
      expect(await running.ended).toBe(0);
      // Connections that clients keep alive must not use up the grace of 20 s.
      expect(Date.now() - asked).toBeLessThan(15_000);
      await expect(fetch(`${url}/health`)).rejects.toThrow();
    },
    2 * START_MS,
  );

  it('names every setting that is wrong, and does not start', async () => {
    const refused = start({ ROLE: 'boss', JWT_SECRET: 'changeme' });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(
      /ROLE must be one of all, api, worker[\s\S]*JWT_SECRET must have at least 32/,
    );
  });

  it(
    'shares the work between an API and a worker on one data directory',
    async () => {
      const api = start({ ROLE: 'api' });
      const url = await api.url();
      const account = {
        email: 'roles@example.com',
        password: 'eleven yellow hedgehogs',
        name: 'R',
        workspaceName: 'Roles',
      };
      const { accessToken } = await send<{ accessToken: string }>(
        'POST',
        `${url}/api/v1/auth/onboarding`,
        account,
      );
      const documents = [{ title: 'Roles', content: 'Workers index what the interface accepted.' }];
      const ingest = `${url}/api/v1/agents/customer-service/ingest`;
      const { ingestionId } = await send<{ ingestionId: string }>('POST', ingest, { documents }, accessToken);
      const ingestion = () =>
        send<{ status: string; progress: number }>(
          'GET',
          `${url}/api/v1/knowledge/ingestions/${ingestionId}`,
          undefined,
          accessToken,
        );
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect((await ingestion()).progress).toBe(0);

      const worker = start({ ROLE: 'worker' });
      const workerUrl = await worker.url();
      await eventually(async () => expect((await ingestion()).progress).toBe(1), START_MS);
      expect((await fetch(`${workerUrl}/ready`)).status).toBe(200);
      expect((await fetch(`${workerUrl}/api/v1/auth/login`, { method: 'POST' })).status).toBe(404);
      worker.child.kill('SIGTERM');
      expect(await worker.ended).toBe(0);
      api.child.kill('SIGINT');
      expect(await api.ended).toBe(0);
    },
    3 * START_MS,
  );
});
