import { Query } from '@nestjs/cqrs';
import { type Allowance, type LimitedResource } from './allowance';

/** How much of something a workspace may have. Whoever is about to make more of it compares, and refuses. */
export class GetAllowance extends Query<Allowance> {
  constructor(
    readonly workspaceId: string,
    readonly resource: LimitedResource,
  ) {
    super();
  }
}
