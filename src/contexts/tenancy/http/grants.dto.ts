import { OneOf, Uuid } from '../../../platform/http/fields';
import { RESOURCE_KINDS, type ResourceKind } from '../contracts/resource-kind';

export class GrantAccessBody {
  @Uuid({ description: 'A member of the workspace, most often one of its guests.' })
  userId!: string;

  @OneOf(RESOURCE_KINDS)
  kind!: ResourceKind;

  @Uuid()
  resourceId!: string;
}

export class FormPartnershipBody {
  @Uuid()
  venueId!: string;

  @Uuid({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a17' })
  vendorId!: string;
}
