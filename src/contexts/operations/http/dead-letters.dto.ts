import { Text, Uuid, Whole } from '../../../platform/http/fields';
import { PageQuery } from '../../../platform/http/page';
import { Shown } from '../../../platform/http/view-fields';

const QUEUE = { max: 120, example: 'ingest', description: 'The queue or the reaction.' };
const WORKSPACE = { optional: true, description: 'Only those of this workspace.' };
const ERROR_LIKE = {
  optional: true,
  max: 200,
  example: 'answered 500',
  description: 'A part of the error’s class and text, in whatever case; it knows no wildcards.',
};

export class DeadLettersQuery extends PageQuery {
  @Text({ ...QUEUE, optional: true })
  queue?: string;

  @Uuid(WORKSPACE)
  workspaceId?: string;

  @Text(ERROR_LIKE)
  errorLike?: string;
}

export class RetryDeadLettersBody {
  @Text(QUEUE)
  queue!: string;

  @Uuid(WORKSPACE)
  workspaceId?: string;

  @Text(ERROR_LIKE)
  errorLike?: string;
}

export class PurgeDeadLettersBody extends RetryDeadLettersBody {
  @Whole({
    optional: true,
    min: 0,
    max: 3_650,
    example: 30,
    description: 'Only what has failed at least so long ago; without it, however long.',
  })
  olderThanDays: number = 0;
}

export class RetriedDeadLettersView {
  @Shown({ example: 20 })
  retried!: number;
}

export class PurgedDeadLettersView {
  @Shown({ example: 20 })
  purged!: number;
}
