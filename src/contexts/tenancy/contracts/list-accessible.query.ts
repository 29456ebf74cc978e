import { Query } from '@nestjs/cqrs';
import { type ResourceKind } from './resource-kind';

/** The ids of the resources of this kind that a person in this role may see; `all` sets no bounds. */
export class ListAccessible extends Query<'all' | readonly string[]> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
    readonly role: string,
    readonly kind: ResourceKind,
  ) {
    super();
  }
}
