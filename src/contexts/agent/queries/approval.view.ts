import { Shown } from '../../../platform/http/view-fields';
import { APPROVAL_STATUSES, type ApprovalStatus } from '../contracts/approval';

export class ApprovalView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  runId!: string;

  @Shown({ example: 2 })
  step!: number;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13' })
  conversationId!: string;

  @Shown({ example: 'customer-service' })
  agent!: string;

  @Shown({ example: 'send_mail' })
  tool!: string;

  @Shown({ enum: ['write', 'external'], example: 'external' })
  effect!: string;

  @Shown({
    enum: ['tool', 'tainted'],
    example: 'tool',
    description: '`tool`: it always has to be asked for. `tainted`: words from outside may have led to it.',
  })
  reason!: string;

  @Shown({ example: { to: 'ada@example.com', subject: 'Your order', text: 'It is on its way.' } })
  input!: Record<string, unknown>;

  @Shown({ enum: APPROVAL_STATUSES, example: 'pending' })
  status!: ApprovalStatus;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a14', nullable: true })
  requestedBy!: string | null;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a14', nullable: true })
  decidedBy!: string | null;

  @Shown({ example: 'Asked the customer first.', nullable: true })
  note!: string | null;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-24T09:40:00.000Z', description: 'Without a yes by then it is a no.' })
  expiresAt!: Date;

  @Shown({ example: '2026-11-24T09:31:00.000Z', nullable: true })
  decidedAt!: Date | null;
}
