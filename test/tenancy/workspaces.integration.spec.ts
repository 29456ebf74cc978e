import { User } from '../../src/contexts/identity/domain/user';
import { Users } from '../../src/contexts/identity/domain/users';
import { ChangeMemberRole } from '../../src/contexts/tenancy/commands/change-member-role.command';
import { RemoveMember } from '../../src/contexts/tenancy/commands/remove-member.command';
import { DeleteWorkspace } from '../../src/contexts/tenancy/commands/delete-workspace.command';
import { RestoreWorkspace } from '../../src/contexts/tenancy/commands/restore-workspace.command';
import { UpdateWorkspace } from '../../src/contexts/tenancy/commands/update-workspace.command';
import { FindMembership } from '../../src/contexts/tenancy/contracts/find-membership.query';
import { FindStanding } from '../../src/contexts/tenancy/contracts/find-standing.query';
import { FindWorkspace } from '../../src/contexts/tenancy/contracts/find-workspace.query';
import { ListMemberships } from '../../src/contexts/tenancy/contracts/list-memberships.query';
import { OpenWorkspace } from '../../src/contexts/tenancy/contracts/open-workspace.command';
import { WorkspaceUpdated } from '../../src/contexts/tenancy/contracts/workspace-updated.event';
import { uuidv7 } from '../../src/kernel/ids';
import { NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { AggregateStore } from '../../src/platform/outbox/aggregate-store';
import { RelayDatabase } from '../../src/platform/outbox/relay-database';
import { type IdentityPlatform, startIdentity } from '../identity/identity-platform';
import { eventually } from '../support/eventually';

describe('Workspaces', () => {
  let identity: IdentityPlatform;
  beforeAll(async () => {
    identity = await startIdentity();
  });
  afterAll(() => identity.stop());

  it('are opened once, however often and however parallel somebody asks [TE-07]', async () => {
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

  it('keep an owner when two owners demote or remove each other at the same moment [15.4.2]', async () => {
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

  it('keep an owner when fifty demote both of two at once [15.4.2]', async () => {
    const [id, ada, bob] = [uuidv7(), uuidv7(), uuidv7()];
    await identity.commands.execute(new OpenWorkspace(id, ada, 'Acme'));
    await identity.database.query(
      id,
      sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
          VALUES (${id}, ${bob}, 'owner', now())`,
    );
    await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) =>
        identity.commands.execute(new ChangeMemberRole(id, i % 2 ? ada : bob, 'member')),
      ),
    );
    expect(
      await identity.database.query(
        id,
        sql`SELECT 1 FROM tenancy.members WHERE workspace_id = ${id} AND role = 'owner'`,
      ),
    ).toHaveLength(1);
  });

  it('are twenty for one owner at most, however many are opened at once [TE-07]', async () => {
    const owner = uuidv7();
    const open = (id = uuidv7()) => identity.commands.execute(new OpenWorkspace(id, owner, 'One of many'));
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => open()));
    const refusals = outcomes.flatMap((outcome): unknown[] =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    expect(refusals).toHaveLength(10);
    expect(refusals).toEqual(
      refusals.map(() => expect.objectContaining({ code: 'too_many_workspaces' }) as unknown),
    );
    const mine = await identity.queries.execute(new ListMemberships(owner));
    expect(mine).toHaveLength(20);
    await identity.commands.execute(new OpenWorkspace(uuidv7(), uuidv7(), 'Somebody else’s'));
    const first = mine[0]!.workspaceId;
    await expect(open(first)).resolves.toBeUndefined();
    await identity.commands.execute(new DeleteWorkspace(first));
    await open();
    await expect(identity.commands.execute(new RestoreWorkspace(first, owner))).rejects.toMatchObject({
      code: 'too_many_workspaces',
    });
  });

  it('cannot be taken over by somebody who owns too many already', async () => {
    const { workspaceId, userId } = await identity.signUp();
    const greedy = uuidv7();
    for (let i = 0; i < 20; i++) {
      await identity.commands.execute(new OpenWorkspace(uuidv7(), greedy, 'Another'));
    }
    await identity.commands.execute(new OpenWorkspace(workspaceId, greedy, 'Mine now'));
    expect(await identity.queries.execute(new FindMembership(workspaceId, greedy))).toBeNull();
    expect(await identity.queries.execute(new FindMembership(workspaceId, userId))).toBe('owner');
  });

  it('can be restored until their time is over, and then no more [TE-02]', async () => {
    const { workspaceId, userId } = await identity.signUp();
    const restore = () => identity.commands.execute(new RestoreWorkspace(workspaceId, userId));
    await expect(restore()).rejects.toMatchObject({ code: 'not_found' });
    await identity.commands.execute(new DeleteWorkspace(workspaceId));
    expect(await identity.queries.execute(new FindStanding(workspaceId))).toBeNull();
    identity.clock.pass(30 * 86_400 - 1);
    const outcomes = await Promise.allSettled([restore(), restore()]);
    expect(outcomes.map(({ status }) => status)).toContain('fulfilled');
    expect(await identity.queries.execute(new FindMembership(workspaceId, userId))).toBe('owner');
    await identity.commands.execute(new DeleteWorkspace(workspaceId));
    identity.clock.pass(30 * 86_400);
    await expect(restore()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('show a change at once, and are read from the cache until then [DA-09]', async () => {
    const { workspaceId } = await identity.signUp();
    const name = async () => (await identity.queries.execute(new FindWorkspace(workspaceId)))?.name;
    await identity.commands.execute(new UpdateWorkspace(workspaceId, { name: 'First' }, false));
    await identity.database.query(workspaceId, sql`UPDATE tenancy.workspaces SET name = 'Unheard of'`);
    expect(await name()).toBe('First');
    await identity.commands.execute(new UpdateWorkspace(workspaceId, { name: 'Second' }, false));
    expect(await name()).toBe('Second');
  });

  it('are read again when the process that changed them died right after it [DA-10]', async () => {
    const { workspaceId } = await identity.signUp();
    const name = async () => (await identity.queries.execute(new FindWorkspace(workspaceId)))?.name;
    expect(await name()).toBe('Acme');
    const change = sql`UPDATE tenancy.workspaces SET name = 'Changed' WHERE workspace_id = ${workspaceId}`;
    await identity.get(AggregateStore).commit(workspaceId, [change], [new WorkspaceUpdated(workspaceId)]);
    await eventually(async () => expect(await name()).toBe('Changed'));
  });

  it('that are suspended say so without a cache in between [A8]', async () => {
    const { workspaceId } = await identity.signUp();
    const standing = () => identity.queries.execute(new FindStanding(workspaceId));
    expect(await standing()).toEqual({ isSuspended: false, requiresSecondFactor: false });
    await identity.database.query(
      workspaceId,
      sql`UPDATE tenancy.workspaces SET suspended_at = now(), settings = '{"requireSecondFactor": true}'`,
    );
    expect(await standing()).toEqual({ isSuspended: true, requiresSecondFactor: true });
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

  it('let the scope of a person read and leave, but not write', async () => {
    const [ada, bob] = [await identity.signUp(), uuidv7()];
    await identity.database.query(
      ada.workspaceId,
      sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
          VALUES (${ada.workspaceId}, ${bob}, 'owner', now())`,
    );
    const person = { userId: ada.userId };
    expect(
      await identity.database.query(person, sql`UPDATE tenancy.workspaces SET name = 'x' RETURNING 1`),
    ).toEqual([]);
    // Who is erased leaves everywhere at once; row-level security keeps it to their own rows.
    expect(
      await identity.database.query(person, sql`DELETE FROM tenancy.members RETURNING user_id AS id`),
    ).toEqual([{ id: ada.userId }]);
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
