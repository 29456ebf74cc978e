import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { Cache } from '../../../platform/cache/cache';
import { Shown } from '../../../platform/http/view-fields';
import { sessionEnded } from '../../../platform/security/refusals';
import { ListMemberships } from '../../tenancy/contracts/list-memberships.query';
import { MEMBER_ROLES } from '../../tenancy/contracts/member-role';
import { KNOWN_MEMBERSHIPS } from './known-memberships';
import { KnownUsers } from './known-users';
import { UserView } from './user.view';

export class MyWorkspaceView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11' })
  id!: string;

  @Shown({ example: 'Acme Support' })
  name!: string;

  @Shown({ example: 'owner', enum: MEMBER_ROLES })
  role!: string;
}

export class MeView {
  @Shown({ type: UserView })
  user!: UserView;

  @Shown({ type: MyWorkspaceView, isArray: true, description: 'The longest-standing first.' })
  workspaces!: MyWorkspaceView[];
}

export class GetMe extends Query<MeView> {
  constructor(
    readonly userId: string,
    /** The guards know it, and later than seconds ago. */
    readonly isAdministrator = false,
  ) {
    super();
  }
}

@QueryHandler(GetMe)
export class GetMeHandler implements IQueryHandler<GetMe> {
  constructor(
    private readonly users: KnownUsers,
    private readonly cache: Cache,
    private readonly queries: QueryBus,
  ) {}

  /** Asked by every page of a console: on a warm cache it needs no database. */
  async execute({ userId, isAdministrator }: GetMe): Promise<MeView> {
    const [user, memberships] = await Promise.all([
      this.users.find(userId),
      this.cache.recall(KNOWN_MEMBERSHIPS, userId, () => this.queries.execute(new ListMemberships(userId))),
    ]);
    if (!user) throw sessionEnded();
    const workspaces = memberships.map(({ workspaceId, workspaceName, role }) => {
      return { id: workspaceId, name: workspaceName, role };
    });
    return { user: { ...user, isAdministrator }, workspaces };
  }
}
