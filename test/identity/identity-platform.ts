import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Provider } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { IdentityModule } from '../../src/contexts/identity/identity.module';
import { TenancyModule } from '../../src/contexts/tenancy/tenancy.module';
import { Onboard } from '../../src/contexts/identity/commands/onboard.command';
import { type SessionGrant } from '../../src/contexts/identity/commands/session-grants';
import { PasswordHasher } from '../../src/contexts/identity/domain/password-hasher';
import { Clock } from '../../src/kernel/clock';
import { Database } from '../../src/platform/database/database';
import { Runtime } from '../../src/platform/runtime';
import { SecurityModule } from '../../src/platform/security/security.module';
import { SessionDirectory } from '../../src/platform/security/session-directory';
import { startPlatform } from '../support/platform';

const PASSWORD = 'nineteen cautious lanterns';
const DEVICE = { userAgent: 'Jest', address: '127.0.0.1' };
const START = Date.parse('2026-11-21T10:00:00Z');

class SteppingClock extends Clock {
  private time = START;

  now(): Date {
    return new Date(this.time);
  }

  pass(seconds: number): void {
    this.time += seconds * 1_000;
  }
}

/** bcrypt is tested for itself; a suite that signs many people up does without. */
class PlainHasher extends PasswordHasher {
  hash(password: string): Promise<string> {
    return Promise.resolve(`plain ${password}`);
  }

  matches(password: string, hash: string | null): Promise<boolean> {
    return Promise.resolve(hash === `plain ${password}`);
  }

  isOutdated(): boolean {
    return false;
  }
}

/** Identity and Tenancy on a real database, its own unless DATABASE_URL names one, at a time that the test decides. */
export async function startIdentity(variables: Readonly<Record<string, string>> = {}) {
  const clock = new SteppingClock();
  const providers = [
    ...[SecurityModule, IdentityModule, TenancyModule].flatMap(providersOf),
    { provide: Clock, useValue: clock },
    { provide: PasswordHasher, useClass: PlainHasher },
  ];
  // Mails become files in there.
  const dataDirectory = mkdtempSync(join(tmpdir(), 'parley-identity-'));
  const platform = await startPlatform(providers, { DATA_DIR: dataDirectory, ...variables });
  const commands = platform.module.get(CommandBus);
  const database = platform.module.get(Database);
  let people = 0;
  return {
    clock,
    commands,
    database,
    queries: platform.module.get(QueryBus),
    directory: platform.module.get(SessionDirectory),
    get: platform.module.get.bind(platform.module),
    ownerUrl: platform.ownerUrl,
    runtime: platform.module.get(Runtime),
    stop: async () => {
      await platform.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
    signUp: (): Promise<SessionGrant & { userId: string; workspaceId: string }> => {
      const form = {
        password: PASSWORD,
        name: 'Ada',
        workspaceName: 'Acme',
        email: `ada${++people}@example.com`,
      };
      return commands.execute(new Onboard(form, DEVICE));
    },
  };
}

export type IdentityPlatform = Awaited<ReturnType<typeof startIdentity>>;

function providersOf(module: object): Provider[] {
  return Reflect.getMetadata(MODULE_METADATA.PROVIDERS, module) as Provider[];
}
