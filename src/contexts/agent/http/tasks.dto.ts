import { OneOf, Text, Uuid } from '../../../platform/http/fields';
import { PageQuery } from '../../../platform/http/page';
import { TASK_KINDS, TASK_STATUSES, type TaskKind, type TaskStatus } from '../contracts/task';

const TITLE = { max: 200, example: 'Refund order 4711' };
const DESCRIPTION = { min: 0, max: 8_000, example: 'The customer has sent the parcel back on Monday.' };

export class TaskListQuery extends PageQuery {
  @OneOf(TASK_STATUSES, { optional: true })
  status?: TaskStatus;

  @OneOf(TASK_KINDS, { optional: true })
  kind?: TaskKind;

  @Uuid({ optional: true, description: 'Those of this person.' })
  assigneeId?: string;

  @Uuid({ optional: true })
  conversationId?: string;
}

export class CreateTaskBody {
  @Text(TITLE)
  title!: string;

  @Text({ ...DESCRIPTION, optional: true })
  description?: string;

  @Uuid({ optional: true, description: 'An owner or a member of the workspace.' })
  assigneeId?: string;

  @Uuid({ optional: true, description: 'What it is about.' })
  conversationId?: string;
}

export class UpdateTaskBody {
  @Text({ ...TITLE, optional: true })
  title?: string;

  @Text({ ...DESCRIPTION, optional: true })
  description?: string;

  @OneOf(TASK_STATUSES, { optional: true })
  status?: TaskStatus;

  @Uuid({ optional: true, nullable: true, description: 'Null: nobody’s any more.' })
  assigneeId?: string | null;
}
