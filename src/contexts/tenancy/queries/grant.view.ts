import { Shown } from '../../../platform/http/view-fields';
import { RESOURCE_KINDS, type ResourceKind } from '../contracts/resource-kind';

export class GrantView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13' })
  id!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  userId!: string;

  @Shown({ enum: RESOURCE_KINDS, example: 'event' })
  kind!: ResourceKind;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a14' })
  resourceId!: string;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: Date;
}
