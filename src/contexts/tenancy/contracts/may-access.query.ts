import { Query } from '@nestjs/cqrs';
import { type ResourceKind } from './resource-kind';

export class MayAccess extends Query<boolean> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
    readonly role: string,
    readonly kind: ResourceKind,
    readonly id: string,
  ) {
    super();
  }
}
