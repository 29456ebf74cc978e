import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { readEnvironment } from '../../config/env';
import { type Settings } from '../../config/settings';
import { type Runtime } from '../../src/platform/runtime';
import { startParley } from '../../src/start';
import { createTestDatabase } from './postgres';

export interface TestRequest {
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface TestResponse<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export interface TestApp {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly runtime: Runtime;
  readonly ownerUrl: string;
  http<Body = Record<string, unknown>>(
    method: string,
    path: string,
    request?: TestRequest,
  ): Promise<TestResponse<Body>>;
  stop(): Promise<void>;
}

/** The whole application on a database and a port of its own. `variables` are environment variables. */
export async function startTestApp(variables: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const dataDirectory = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const settings: Settings = readEnvironment({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    PORT: '0',
    DATA_DIR: dataDirectory,
    DATABASE_URL: database.url,
    DATABASE_POOL_SIZE: '8',
    RATE_LIMIT_ENABLED: 'false',
    PASSWORD_COST: '4',
    ...variables,
  });
  const parley = await startParley(settings);
  return {
    url: parley.url,
    app: parley.app,
    runtime: parley.runtime,
    ownerUrl: database.url,
    http: (method, path, request = {}) => send(parley.url, method, path, request),
    stop: async () => {
      await parley.stop();
      await database.drop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function send<Body>(
  url: string,
  method: string,
  path: string,
  request: TestRequest,
): Promise<TestResponse<Body>> {
  const response = await fetch(
    `${url}${/^\/(docs|health$|ready$|\.well-known)/.test(path) ? '' : '/api/v1'}${path}`,
    {
      method,
      headers: {
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...(request.token && { authorization: `Bearer ${request.token}` }),
        ...request.headers,
      },
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
    },
  );
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    body: (isJson ? JSON.parse(text) : text) as Body,
    headers: response.headers,
  };
}
