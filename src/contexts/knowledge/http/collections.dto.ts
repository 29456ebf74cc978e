import { Text, Uuid } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';

export class CreateCollectionBody {
  @Uuid({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  workspaceId!: string;

  @Text({
    optional: true,
    max: 200,
    example: 'text-embedding-3-small',
    description: 'Without it: the model that the workspace uses.',
  })
  model?: string;
}

export class CollectionView {
  @Shown({
    enum: ['qdrant', 'postgres'],
    example: 'qdrant',
    description: '`postgres`: vectors are searched in the database’s own copy, and there are no collections.',
  })
  engine!: string;

  @Shown({
    example: 'workspace_01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10_text-embedding-3-small',
    nullable: true,
  })
  name!: string | null;

  @Shown({ example: true, description: 'False: it was there already, or none is needed.' })
  created!: boolean;

  @Shown({ example: true, description: 'Documents that are there already are on their way into it.' })
  rebuilding!: boolean;
}
