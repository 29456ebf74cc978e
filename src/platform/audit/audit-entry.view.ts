import { Shown } from '../http/view-fields';

/** One entry of an audit log: who did or tried what, to what, when, where from and in which request. */
export class AuditEntryView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11',
    nullable: true,
    description: 'Null: the platform’s.',
  })
  workspaceId!: string | null;

  @Shown({ example: 42, description: 'Its place in the log, from 1 on without a gap.' })
  seq!: number;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  occurredAt!: Date;

  @Shown({ example: 'tenancy.member_removed' })
  action!: string;

  @Shown({ enum: ['done', 'denied'], example: 'done' })
  outcome!: 'done' | 'denied';

  @Shown({ enum: ['user', 'admin', 'key', 'system', 'unknown'], example: 'user' })
  actorKind!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12', nullable: true })
  actorId!: string | null;

  @Shown({ example: 'user', nullable: true })
  subjectKind!: string | null;

  @Shown({ type: String, example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13', nullable: true })
  subjectId!: string | null;

  @Shown({ example: { role: 'member' } })
  detail!: Record<string, unknown>;

  @Shown({ example: '203.0.113.7', nullable: true, description: 'Where the request came from.' })
  address!: string | null;

  @Shown({ example: 'req-5f0c9e1e', nullable: true })
  requestId!: string | null;

  @Shown({ example: 1, description: 'How often the same happened within a minute.' })
  count!: number;

  @Shown({ type: String, example: '9b74c9897bac770ffc029102a200c5de', nullable: true })
  previousHash!: string | null;

  @Shown({ type: String, example: '0cc175b9c0f1b6a831c399e269772661', description: 'SHA-256, hexadecimal.' })
  hash!: string;
}
