import { OneOf, Text } from '../../../platform/http/fields';
import { PageQuery } from '../../../platform/http/page';
import { Shown } from '../../../platform/http/view-fields';
import { WORKSPACE_STATUSES, type WorkspaceStatus } from '../../tenancy/contracts/list-all-workspaces.query';
import { type WorkspaceSummary } from '../../tenancy/contracts/workspace-summary';

export class AdminWorkspacesQuery extends PageQuery {
  @Text({ optional: true, max: 120, example: 'acme', description: 'Part of the name or of the slug.' })
  q?: string;

  @OneOf(WORKSPACE_STATUSES, { optional: true })
  status?: WorkspaceStatus;
}

export class SuspendWorkspaceBody {
  @Text({ max: 500, example: 'Sends spam; see ticket 4711.' })
  reason!: string;
}

export class AdminWorkspaceView implements WorkspaceSummary {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'Acme Support' })
  name!: string;

  @Shown({ example: 'acme-support-2f6c8e4b7a10' })
  slug!: string;

  @Shown({ example: 3, description: 'How many people belong to it.' })
  members!: number;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-12-21T10:00:00.000Z', nullable: true })
  deletedAt!: Date | null;

  @Shown({ example: '2026-11-22T10:00:00.000Z', nullable: true })
  suspendedAt!: Date | null;

  @Shown({ example: 'Sends spam; see ticket 4711.', nullable: true })
  suspensionReason!: string | null;
}
