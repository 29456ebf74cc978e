import { Shown } from '../../../platform/http/view-fields';
import { TASK_KINDS, TASK_STATUSES, type TaskKind, type TaskStatus } from '../contracts/task';

export class TaskView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ enum: TASK_KINDS, example: 'ticket' })
  kind!: TaskKind;

  @Shown({ example: 'Refund order 4711' })
  title!: string;

  @Shown({ example: 'The customer has sent the parcel back on Monday.' })
  description!: string;

  @Shown({ enum: TASK_STATUSES, example: 'open' })
  status!: TaskStatus;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a14', nullable: true, description: 'Whose it is.' })
  assigneeId!: string | null;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a13', nullable: true })
  conversationId!: string | null;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12',
    nullable: true,
    description: 'Made by this run.',
  })
  runId!: string | null;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a14', nullable: true })
  createdBy!: string | null;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-24T09:31:00.000Z' })
  updatedAt!: Date;
}
