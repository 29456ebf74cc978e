import { User } from '../../src/contexts/identity/domain/user';
import { Users } from '../../src/contexts/identity/domain/users';
import { ChangeMemberRole } from '../../src/contexts/tenancy/commands/change-member-role.command';
import { RemoveMember } from '../../src/contexts/tenancy/commands/remove-member.command';
import { FindMembership } from '../../src/contexts/tenancy/contracts/find-membership.query';
import { FindWorkspace } from '../../src/contexts/tenancy/contracts/find-workspace.query';
import { ListMemberships } from '../../src/contexts/tenancy/contracts/list-memberships.query';
import { OpenWorkspace } from '../../src/contexts/tenancy/contracts/open-workspace.command';
import { uuidv7 } from '../../src/kernel/ids';
import { NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { RelayDatabase } from '../../src/platform/outbox/relay-database';
import { type IdentityPlatform, startIdentity } from '../identity/identity-platform';
import { eventually } from '../support/eventually';

describe('Workspaces', () => {
  let identity: IdentityPlatform;
  beforeAll(async () => {
    identity = await startIdentity();
  });
  afterAll(() => identity.stop());

  it('are opened once, however often and however parallel somebody asks', async () => {
    const [id, ownerId] = [uuidv7(), uuidv7()];
    const open = new OpenWorkspace(id, ownerId, 'Acme');
    await Promise.all(Array.from({ length: 10 }, () => identity.commands.execute(open)));
    expect(await identity.queries.execute(new FindMembership(id, ownerId))).toBe('owner');
    const events = await identity.get(RelayDatabase).query(sql`
      SELECT id FROM platform.outbox WHERE workspace_id = ${id} AND type = 'tenancy.workspace-opened.v1'`);
    expect(events).toHaveLength(1);
  });

  it('cannot be taken over by opening them again', async () => {
    const { workspaceId, userId } = await identity.signUp();
    const stranger = uuidv7();
    await identity.commands.execute(new OpenWorkspace(workspaceId, stranger, 'Mine now'));
    expect(await identity.queries.execute(new FindMembership(workspaceId, stranger))).toBeNull();
    expect(await identity.queries.execute(new FindMembership(workspaceId, userId))).toBe('owner');
  });

  it('open all the same when the process died between the account and the workspace', async () => {
    const [userId, workspaceId] = [uuidv7(), uuidv7()];
    const state = { id: userId, email: 'crash@example.com', name: 'Crash', passwordHash: 'x' };
    await identity.get(Users).add(User.onboard(state, { id: workspaceId, name: 'Late' }), workspaceId);
    await eventually(async () => {
      expect(await identity.queries.execute(new FindWorkspace(workspaceId))).toMatchObject({ name: 'Late' });
      expect(await identity.queries.execute(new FindMembership(workspaceId, userId))).toBe('owner');
    });
  });

  it('keep an owner when two owners demote or remove each other at the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      const [id, ada, bob] = [uuidv7(), uuidv7(), uuidv7()];
      await identity.commands.execute(new OpenWorkspace(id, ada, 'Acme'));
      await identity.database.query(
        id,
        sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
            VALUES (${id}, ${bob}, 'owner', now())`,
      );
      const outcomes = await Promise.allSettled([
        identity.commands.execute(new ChangeMemberRole(id, bob, 'member')),
        round % 2
          ? identity.commands.execute(new ChangeMemberRole(id, ada, 'member'))
          : identity.commands.execute(new RemoveMember(id, ada)),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const owners = await identity.database.query(
        id,
        sql`SELECT user_id FROM tenancy.members WHERE workspace_id = ${id} AND role = 'owner'`,
      );
      expect(owners).toHaveLength(1);
    }
  });

  it('show a person their own, and nothing of others, by row-level security alone [TE-12]', async () => {
    const [ada, bob] = [await identity.signUp(), await identity.signUp()];
    const all = sql`SELECT workspace_id AS id FROM tenancy.workspaces`;
    const members = sql`SELECT user_id AS id FROM tenancy.members`;
    const seen = async (scope: Parameters<typeof identity.database.query>[0]) => [
      (await identity.database.query(scope, all)).map(({ id }) => id as string),
      (await identity.database.query(scope, members)).map(({ id }) => id as string),
    ];
    expect(await seen({ userId: ada.userId })).toEqual([[ada.workspaceId], [ada.userId]]);
    expect(await seen(bob.workspaceId)).toEqual([[bob.workspaceId], [bob.userId]]);
    expect(await seen(NO_TENANT)).toEqual([[], []]);
    expect(await seen({ userId: uuidv7() })).toEqual([[], []]);
  });

  it('let the scope of a person read, but not write', async () => {
    const ada = await identity.signUp();
    const person = { userId: ada.userId };
    expect(
      await identity.database.query(person, sql`UPDATE tenancy.workspaces SET name = 'x' RETURNING 1`),
    ).toEqual([]);
    expect(await identity.database.query(person, sql`DELETE FROM tenancy.members RETURNING 1`)).toEqual([]);
    await expect(
      identity.database.query(
        person,
        sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
            VALUES (${uuidv7()}, ${ada.userId}, 'owner', now())`,
      ),
    ).rejects.toThrow('row-level security');
  });

  it('that are deleted have no members any more', async () => {
    const { workspaceId, userId } = await identity.signUp();
    await identity.database.query(workspaceId, sql`UPDATE tenancy.workspaces SET deleted_at = now()`);
    expect(await identity.queries.execute(new FindMembership(workspaceId, userId))).toBeNull();
    expect(await identity.queries.execute(new FindWorkspace(workspaceId))).toBeNull();
    expect(await identity.queries.execute(new ListMemberships(userId))).toEqual([]);
  });
});
