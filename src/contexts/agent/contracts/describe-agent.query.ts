import { Query } from '@nestjs/cqrs';

export interface DescribedAgent {
  readonly slug: string;
  readonly name: string;
}

/** Null: the workspace has no such agent. */
export class DescribeAgent extends Query<DescribedAgent | null> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
  ) {
    super();
  }
}
