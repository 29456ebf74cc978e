import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { Shown } from '../../../platform/http/view-fields';
import { ListMemberships } from '../../tenancy/contracts/list-memberships.query';
import { sessionEnded } from '../../../platform/security/refusals';
import { UserView } from './user.view';

export class MyWorkspaceView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11' })
  id!: string;

  @Shown({ example: 'Acme Support' })
  name!: string;

  @Shown({ example: 'owner', enum: ['owner', 'member'] })
  role!: string;
}

export class MeView {
  @Shown({ type: UserView })
  user!: UserView;

  @Shown({ type: MyWorkspaceView, isArray: true, description: 'The longest-standing first.' })
  workspaces!: MyWorkspaceView[];
}

export class GetMe extends Query<MeView> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(GetMe)
export class GetMeHandler implements IQueryHandler<GetMe> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ userId }: GetMe): Promise<MeView> {
    const [[user], memberships] = await Promise.all([
      this.database.query<UserView & Record<string, unknown>>(
        NO_TENANT,
        sql`
          SELECT id, email, name, created_at AS "createdAt" FROM identity.users
          WHERE id = ${userId} AND deleted_at IS NULL`,
      ),
      this.queries.execute(new ListMemberships(userId)),
    ]);
    if (!user) throw sessionEnded();
    const workspaces = memberships.map(({ workspaceId, workspaceName, role }) => {
      return { id: workspaceId, name: workspaceName, role };
    });
    return { user, workspaces };
  }
}
