import { OneOf, Text, Uuid } from '../../../platform/http/fields';
import { PageQuery } from '../../../platform/http/page';
import { Shown } from '../../../platform/http/view-fields';

export class WorkspaceOfReindexing {
  @Uuid({ description: 'The workspace that is re-indexed.' })
  workspaceId!: string;
}

export class StartReindexingBody extends WorkspaceOfReindexing {
  @Text({
    max: 200,
    example: 'text-embedding-3-small',
    description: 'One of GET /knowledge/embedding-models. The one in use: fills in what is missing.',
  })
  model!: string;

  @OneOf(['automatic', 'manual'], {
    optional: true,
    description: 'Whether searches move to the new model at the end, or when somebody says so.',
  })
  flip?: 'automatic' | 'manual';
}

export class ReindexingsQuery extends PageQuery {
  @Uuid({ description: 'The workspace that was re-indexed.' })
  workspaceId!: string;
}

export class ReindexingStartedView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11' })
  reindexingId!: string;
}
