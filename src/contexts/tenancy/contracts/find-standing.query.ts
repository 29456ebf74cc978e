import { Query } from '@nestjs/cqrs';

export interface Standing {
  readonly isSuspended: boolean;
  readonly requiresSecondFactor: boolean;
}

/** What entering the workspace depends on, as it is at this moment. Null when there is no such workspace (any more). */
export class FindStanding extends Query<Standing | null> {
  constructor(readonly workspaceId: string) {
    super();
  }
}
