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

interface Presented {
  readonly adminKey?: string;
  readonly live?: LiveKey | null;
}

const present = (header: unknown, options?: Presented) => presentIn({ 'x-api-key': header }, options);

function presentIn(headers: object, { adminKey = 'the operator’s own', live = LIVE }: Presented = {}) {
  const [keys, uses] = [new Keys(live), new Uses()];
  const strategy = new ApiKeyStrategy({ adminKey } as Runtime, keys, uses, new FixedClock());
  const verdict = strategy
    .validate({ headers } as unknown as FastifyRequest)
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

describe('An API key as a bearer token', () => {
  const ids = { workspaceId: uuidv7(), keyId: uuidv7() };

  it('makes a machine of its holder, as clients of other protocols can send it no other way [ID-32 P2]', async () => {
    const { verdict, uses } = presentIn({ authorization: `Bearer ${newApiKey(ids)}` });
    expect(await verdict).toMatchObject({ ...ids, kind: 'key', role: 'service' });
    expect(uses.noted).toEqual([`${ids.workspaceId} ${ids.keyId}`]);
  });

  it('is refused when it is wrong, and counts for nothing beside the header of its own [A12]', async () => {
    const key = newApiKey(ids);
    expect(await presentIn({ authorization: `Bearer ${key.slice(0, -1)}?` }).verdict).toBe('invalid_api_key');
    const both = presentIn({ 'x-api-key': 'wrong', authorization: `Bearer ${key}` });
    expect(await both.verdict).toBe('invalid_api_key');
  });

  it('makes no administrator of anybody [ID-31]', async () => {
    const adminKey = newApiKey(ids);
    const { verdict } = presentIn({ authorization: `Bearer ${adminKey}` }, { adminKey, live: null });
    expect(await verdict).toBe('invalid_api_key');
  });

  it.each(['Bearer eyJhbGciOiJIUzI1NiJ9.e30.x', 'Basic cHJrXw', 'prk_x', ''])(
    'is left to others where %j is none',
    async (authorization) => {
      expect(await presentIn({ authorization }).verdict).toBeNull();
    },
  );
});
