import { type Provider } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { readEnvironment } from '../../config/env';
import { PlatformModule } from '../../src/platform/platform.module';
import { type Runtime } from '../../src/platform/runtime';
import { createTestDatabase } from './postgres';

export interface TestPlatform {
  readonly module: TestingModule;
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

/** The platform without HTTP, on a database of its own, with whatever reactions and processors a test brings. */
export async function startPlatform(
  providers: readonly Provider[],
  variables: Readonly<Record<string, string>> = {},
): Promise<TestPlatform> {
  const database = await createTestDatabase();
  const runtime: Runtime = {
    settings: readEnvironment({ NODE_ENV: 'test', DATABASE_URL: database.url, ...variables }),
    ownerUrl: database.url,
    jwtSecret: 'a secret for tests, long enough to be one',
    adminKey: 'an operator key for tests, long enough',
    embeddedDatabase: false,
  };
  const module = await Test.createTestingModule({
    imports: [PlatformModule.for(runtime)],
    providers: [...providers],
  }).compile();
  module.useLogger(false);
  await module.init();
  return {
    module,
    ownerUrl: database.url,
    stop: async () => {
      await module.close();
      await database.drop();
    },
  };
}
