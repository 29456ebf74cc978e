import { Shown } from '../../../platform/http/view-fields';

export class PartnershipView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a15' })
  id!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a16' })
  venueId!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a17' })
  vendorId!: string;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: Date;
}
