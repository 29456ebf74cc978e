import { type FastifyRequest } from 'fastify';
import { CreateApiKey } from '../../src/contexts/identity/commands/create-api-key.command';
import { RevokeApiKey } from '../../src/contexts/identity/commands/revoke-api-key.command';
import { type ApiKeyView } from '../../src/contexts/identity/queries/api-key.view';
import { GetApiKey } from '../../src/contexts/identity/queries/get-api-key.query';
import { ListApiKeys } from '../../src/contexts/identity/queries/list-api-keys.query';
import { uuidv7 } from '../../src/kernel/ids';
import { sql } from '../../src/platform/database/sql';
import { newApiKey } from '../../src/platform/security/api-key-format';
import { ApiKeyStrategy } from '../../src/platform/security/api-key.strategy';
import { type Principal } from '../../src/platform/security/principal';
import { eventually } from '../support/eventually';
import { type IdentityPlatform, startIdentity } from './identity-platform';

const FORM = { name: 'Web shop', role: 'service', scopes: ['knowledge:read'], expiresAt: null };
const DAY = 86_400;

describe('API keys', () => {
  let identity: IdentityPlatform;
  let workspaceId: string;
  let userId: string;

  beforeAll(async () => void (identity = await startIdentity()));
  afterAll(() => identity.stop());
  beforeEach(async () => void ({ workspaceId, userId } = await identity.signUp()));

  const make = (
    form: Partial<Omit<typeof FORM, 'expiresAt'>> & { expiresAt?: Date | null } = {},
    id = uuidv7(),
  ) => identity.commands.execute(new CreateApiKey(workspaceId, id, userId, { ...FORM, ...form }));
  const present = (key: string): Promise<Principal | null> =>
    identity.get(ApiKeyStrategy).validate({ headers: { 'x-api-key': key } } as unknown as FastifyRequest);
  const verdict = (key: string) =>
    present(key).then(
      () => 'good',
      (error: { code: string }) => error.code,
    );
  const shown = async (): Promise<ApiKeyView[]> =>
    (await identity.queries.execute(new ListApiKeys(workspaceId, { limit: 100 }))).data;
  const inDays = (days: number) => new Date(identity.clock.now().getTime() + days * DAY * 1_000);

  it('make a machine of who presents them, with their role and scopes and in their workspace alone [ID-32 ID-33]', async () => {
    const id = uuidv7();
    const key = await make({ role: 'agent', scopes: ['agents:run', 'knowledge:read'] }, id);
    expect(await present(key)).toEqual({
      kind: 'key',
      keyId: id,
      workspaceId,
      role: 'agent',
      scopes: ['agents:run', 'knowledge:read'],
      userId: null,
      sessionId: null,
      isStrong: false,
      isAdministrator: false,
      authenticatedAt: null,
    });
  });

  it('are refused when they were never made, though they are well formed [A12]', async () => {
    const keyId = uuidv7();
    const key = await make({}, keyId);
    const forged = newApiKey({ workspaceId, keyId });
    const elsewhere = newApiKey({ workspaceId: uuidv7(), keyId });
    expect([await verdict(forged), await verdict(elsewhere), await verdict(key)]).toEqual([
      'invalid_api_key',
      'invalid_api_key',
      'good',
    ]);
  });

  it('cost no look-up when they are mistyped [A12]', async () => {
    const asked = jest.spyOn(identity.database, 'query');
    const lookUps = () => asked.mock.calls.filter(([, { text }]) => /FROM identity\.api_keys/.test(text));
    const key = newApiKey({ workspaceId, keyId: uuidv7() });
    const mistyped = `${key.slice(0, 20)}${key[20] === 'x' ? 'y' : 'x'}${key.slice(21)}`;
    expect(await verdict(mistyped)).toBe('invalid_api_key');
    expect(lookUps()).toEqual([]);
    expect(await verdict(key)).toBe('invalid_api_key');
    expect(lookUps()).toHaveLength(1);
    asked.mockRestore();
  });

  it('end to the second, though they are remembered [A12]', async () => {
    const key = await make({ expiresAt: inDays(1) });
    identity.clock.pass(DAY - 1);
    expect(await verdict(key)).toBe('good');
    identity.clock.pass(1);
    expect(await verdict(key)).toBe('api_key_expired');
  });

  it('are good no more from the moment that they are revoked, and stay listed [A12]', async () => {
    const id = uuidv7();
    const key = await make({}, id);
    expect(await verdict(key)).toBe('good');
    await identity.commands.execute(new RevokeApiKey(workspaceId, id, userId));
    expect(await verdict(key)).toBe('invalid_api_key');
    await identity.commands.execute(new RevokeApiKey(workspaceId, id, userId));
    expect(await shown()).toMatchObject([{ id, revokedAt: identity.clock.now() }]);
  });

  it('cannot be revoked from another workspace [T1]', async () => {
    const id = uuidv7();
    const key = await make({}, id);
    const stranger = await identity.signUp();
    const revoke = new RevokeApiKey(stranger.workspaceId, id, stranger.userId);
    await expect(identity.commands.execute(revoke)).rejects.toMatchObject({ kind: 'not_found' });
    expect(await verdict(key)).toBe('good');
  });

  it('are at most fifty that live, exactly, however many are made at once', async () => {
    await make({ expiresAt: inDays(1) });
    identity.clock.pass(2 * DAY);
    const made = await Promise.allSettled(Array.from({ length: 60 }, () => make()));
    const refusals = made.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as { code: string }] : [],
    );
    expect(refusals.map(({ code }) => code)).toEqual(Array<string>(10).fill('too_many_api_keys'));
    const live = (await shown()).filter(({ expiresAt }) => !expiresAt);
    expect(live).toHaveLength(50);
    await identity.commands.execute(new RevokeApiKey(workspaceId, live[0]!.id, userId));
    expect(await verdict(await make())).toBe('good');
  });

  it('are made anew for a retry under the same id, because nobody was told the first one', async () => {
    const id = uuidv7();
    const [first, second] = [await make({}, id), await make({}, id)];
    expect([await verdict(first), await verdict(second)]).toEqual(['invalid_api_key', 'good']);
    expect(await shown()).toHaveLength(1);
  });

  it('tell when they were last used, written at most once a minute [A12]', async () => {
    const id = uuidv7();
    const key = await make({}, id);
    const lastUsed = async () =>
      (await identity.queries.execute(new GetApiKey(workspaceId, id))).lastUsedAt?.getTime();
    expect(await lastUsed()).toBeUndefined();
    await present(key);
    const first = identity.clock.now().getTime();
    await eventually(async () => expect(await lastUsed()).toBe(first));
    const writes = jest.spyOn(identity.database, 'query');
    identity.clock.pass(30);
    await present(key);
    identity.clock.pass(29);
    await present(key);
    const latest = identity.clock.now().getTime();
    identity.clock.pass(1);
    await eventually(async () => expect(await lastUsed()).toBe(latest));
    const updates = writes.mock.calls.filter(([, { text }]) => text.includes('last_used_at ='));
    expect(updates).toHaveLength(1);
    writes.mockRestore();
  });

  it('and their end are in the workspace’s audit log, without the key', async () => {
    const id = uuidv7();
    const key = await make({}, id);
    await identity.commands.execute(new RevokeApiKey(workspaceId, id, userId));
    const entries = await identity.database.query<{ action: string; subject_id: string }>(
      workspaceId,
      sql`SELECT * FROM platform.audit_entries WHERE subject_kind = 'api_key'`,
    );
    expect(entries.map(({ action, subject_id }) => [action, subject_id])).toEqual([
      ['identity.api_key_created', id],
      ['identity.api_key_revoked', id],
    ]);
    expect(JSON.stringify(entries)).not.toContain(key.slice(50, 90));
  });
});

describe('The last use of an API key', () => {
  it('is written before the process ends [A12]', async () => {
    const identity = await startIdentity();
    const { workspaceId, userId } = await identity.signUp();
    const id = uuidv7();
    const key = await identity.commands.execute(new CreateApiKey(workspaceId, id, userId, FORM));
    const strategy = identity.get(ApiKeyStrategy);
    await strategy.validate({ headers: { 'x-api-key': key } } as unknown as FastifyRequest);
    const written = jest.spyOn(identity.database, 'query');
    await identity.stop();
    const at = written.mock.calls.findIndex(([, { text }]) => text.includes('last_used_at ='));
    expect(written.mock.calls[at]?.[1].values).toContain(id);
    await expect(written.mock.results[at]?.value).resolves.toEqual([]);
  });
});
