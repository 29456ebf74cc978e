import { Shown } from '../../../platform/http/view-fields';

export class BlockedAddressView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: '203.0.113.7/32' })
  address!: string;

  @Shown({ example: 'Guesses passwords.' })
  reason!: string;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-22T10:00:00.000Z' })
  expiresAt!: Date;
}
