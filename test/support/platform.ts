import { type Provider } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../config/env';
import { PlatformModule } from '../../src/platform/platform.module';
import { type Runtime } from '../../src/platform/runtime';
import { createTestDatabase } from './postgres';

export interface TestPlatform {
  readonly module: TestingModule;
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

/** The platform without HTTP, with whatever a test brings, on a database of its own unless DATABASE_URL names one. */
export async function startPlatform(
  providers: readonly Provider[],
  variables: Readonly<Record<string, string>> = {},
): Promise<TestPlatform> {
  const shared = variables.DATABASE_URL;
  const database = shared ? { url: shared, drop: () => Promise.resolve() } : await createTestDatabase();
  const dataDirectory = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const settings = { NODE_ENV: 'test', DATABASE_URL: database.url, DATA_DIR: dataDirectory, ...variables };
  const runtime: Runtime = {
    settings: readEnvironment(settings),
    ownerUrl: database.url,
    jwtSecret: 'a secret for tests, long enough to be one',
    formerJwtSecrets: [],
    adminKey: 'an operator key for tests, long enough',
    embeddedDatabase: false,
  };
  const module = await Test.createTestingModule({
    imports: [PlatformModule.for(runtime)],
    providers: [...providers],
  }).compile();
  module.useLogger(false);
  const stop = async () => {
    await module.close();
    await database.drop();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  try {
    await module.init();
  } catch (error) {
    await stop();
    throw error;
  }
  return { module, ownerUrl: database.url, stop };
}
