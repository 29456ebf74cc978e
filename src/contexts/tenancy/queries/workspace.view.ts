import { Shown } from '../../../platform/http/view-fields';
import { MEMBER_ROLES, type MemberRole } from '../contracts/member-role';
import { type WorkspaceSettings } from '../contracts/workspace-settings';
import { completeSettings } from '../domain/default-settings';

export class WorkspaceSettingsView implements WorkspaceSettings {
  @Shown({ example: 'gpt-4o-mini', nullable: true, description: "Null: the platform's." })
  defaultModel!: string | null;

  @Shown({ example: 'A patient shop assistant', nullable: true })
  persona!: string | null;

  @Shown({ example: 'Answer in the language of the question.', nullable: true })
  systemPrompt!: string | null;

  @Shown({
    example: 365,
    nullable: true,
    description: 'Conversations are purged after so many days. Null: never.',
  })
  retentionDays!: number | null;

  @Shown({ example: false, description: 'Whether everybody here needs a second factor.' })
  requireSecondFactor!: boolean;

  @Shown({ example: ['https://shop.example'], isArray: true })
  allowedOrigins!: readonly string[];
}

export class WorkspaceView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'Acme Support' })
  name!: string;

  @Shown({ example: 'acme-support-2f6c8e4b7a10' })
  slug!: string;

  @Shown({ enum: MEMBER_ROLES, example: 'owner', description: "The caller's own." })
  role!: MemberRole;

  @Shown({ type: WorkspaceSettingsView, nullable: true, description: 'Null for guests.' })
  settings!: WorkspaceSettingsView | null;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  updatedAt!: Date;

  @Shown({ example: '2026-11-21T10:00:00.000Z', nullable: true, description: 'Null while it is open.' })
  deletedAt!: Date | null;

  @Shown({
    example: '2026-12-21T10:00:00.000Z',
    nullable: true,
    description: 'Until then a deleted one can be restored.',
  })
  purgeAfter!: Date | null;
}

export interface WorkspaceRow extends Omit<WorkspaceView, 'settings'> {
  readonly settings: Partial<WorkspaceSettings>;
  readonly [column: string]: unknown;
}

/** Settings are for those who work here: guests come from outside. */
export function showWorkspace({ settings, ...row }: WorkspaceRow): WorkspaceView {
  const worksHere = row.role === 'owner' || row.role === 'member';
  return { ...row, settings: worksHere ? completeSettings(settings) : null };
}
