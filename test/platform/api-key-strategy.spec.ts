import { type FastifyRequest } from 'fastify';
import { Clock } from '../../src/kernel/clock';
import { uuidv7 } from '../../src/kernel/ids';
import { type Runtime } from '../../src/platform/runtime';
import { newApiKey } from '../../src/platform/security/api-key-format';
import { ApiKeyStrategy } from '../../src/platform/security/api-key.strategy';
import { KeyDirectory, type LiveKey } from '../../src/platform/security/key-directory';
import { KeyUses } from '../../src/platform/security/key-uses';

const NOW = new Date('2026-11-21T10:00:00Z');

class FixedClock extends Clock {
  now(): Date {
    return NOW;
  }
}

class Keys extends KeyDirectory {
  asked = 0;

  constructor(private readonly live: LiveKey | null) {
    super();
  }

  find(): Promise<LiveKey | null> {
    this.asked++;
    return Promise.resolve(this.live);
  }

  forgetKey(): void {}
}

class Uses extends KeyUses {
  readonly noted: string[] = [];

  note(workspaceId: string, keyId: string): void {
    this.noted.push(`${workspaceId} ${keyId}`);
  }
}

const LIVE: LiveKey = { role: 'service', scopes: ['knowledge:read'], expiresAt: null };

function present(
  header: unknown,
  { adminKey = 'the operator’s own', live = LIVE }: { adminKey?: string; live?: LiveKey | null } = {},
) {
  const [keys, uses] = [new Keys(live), new Uses()];
  const strategy = new ApiKeyStrategy({ adminKey } as Runtime, keys, uses, new FixedClock());
  const verdict = strategy
    .validate({ headers: { 'x-api-key': header } } as unknown as FastifyRequest)
    .catch((error: { code: string }) => error.code);
  return { keys, uses, verdict };
}

describe('The header X-API-Key', () => {
  const ids = { workspaceId: uuidv7(), keyId: uuidv7() };

  it('leaves it to others who calls when it is not there', async () => {
    expect(await present(undefined).verdict).toBeNull();
  });

  it('makes an administrator of who holds the administrator’s key, whatever that looks like [ID-31]', async () => {
    for (const adminKey of ['the operator’s own', newApiKey(ids)]) {
      const { verdict, keys } = present(adminKey, { adminKey });
      expect(await verdict).toMatchObject({ kind: 'admin', role: 'admin', userId: null, scopes: null });
      expect(keys.asked).toBe(0);
    }
  });

  it.each([
    '',
    'the operator’s',
    'The operator’s own',
    'the operator’s own ',
    ['the operator’s own', 'again'],
  ])('is refused when it holds %j [ID-30]', async (header) => {
    const { verdict, keys } = present(header);
    expect(await verdict).toBe('invalid_api_key');
    expect(keys.asked).toBe(0);
  });

  it('makes a machine of who holds a workspace’s key, and remembers the use [ID-32 A12]', async () => {
    const { verdict, uses } = present(newApiKey(ids));
    expect(await verdict).toMatchObject({ ...ids, kind: 'key', role: 'service', scopes: ['knowledge:read'] });
    expect(uses.noted).toEqual([`${ids.workspaceId} ${ids.keyId}`]);
  });

  it.each<[string, LiveKey | null]>([
    ['invalid_api_key', null],
    ['api_key_expired', { ...LIVE, expiresAt: NOW.getTime() }],
  ])('is refused as %s, and that is no use of the key [A12]', async (code, live) => {
    const { verdict, uses } = present(newApiKey(ids), { live });
    expect(await verdict).toBe(code);
    expect(uses.noted).toEqual([]);
  });
});
