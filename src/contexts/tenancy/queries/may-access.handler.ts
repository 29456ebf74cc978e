import { type IQueryHandler, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ListAccessible } from '../contracts/list-accessible.query';
import { MayAccess } from '../contracts/may-access.query';

@QueryHandler(MayAccess)
export class MayAccessHandler implements IQueryHandler<MayAccess> {
  constructor(private readonly queries: QueryBus) {}

  async execute({ workspaceId, userId, role, kind, id }: MayAccess): Promise<boolean> {
    const accessible = await this.queries.execute(new ListAccessible(workspaceId, userId, role, kind));
    return accessible === 'all' || accessible.includes(id);
  }
}
