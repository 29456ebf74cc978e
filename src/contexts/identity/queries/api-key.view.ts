import { prefixOf } from '../../../platform/security/api-key-format';
import { type Scope, SCOPES } from '../../../platform/security/scopes';
import { Shown } from '../../../platform/http/view-fields';

export const KEY_ROLES = ['service', 'agent'] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

export class ApiKeyView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'Web shop' })
  name!: string;

  @Shown({
    example: 'prk_AZOPOnwee1qdHy9sjkt6EAGTjzp8HntanR8vbI5Lehg',
    description: 'How the key begins; the secret comes after it.',
  })
  prefix!: string;

  @Shown({ enum: KEY_ROLES, example: 'service' })
  role!: KeyRole;

  @Shown({ enum: SCOPES, isArray: true, example: ['knowledge:read'] })
  scopes!: readonly Scope[];

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11', description: 'The person who made it.' })
  createdBy!: string;

  @Shown({ example: '2027-11-21T10:00:00.000Z', nullable: true })
  expiresAt!: Date | null;

  @Shown({ example: '2026-11-21T10:00:00.000Z', nullable: true, description: 'To within a minute.' })
  lastUsedAt!: Date | null;

  @Shown({ example: '2026-11-22T10:00:00.000Z', nullable: true })
  revokedAt!: Date | null;
}

export type ApiKeyRow = Omit<ApiKeyView, 'prefix'>;

export function showApiKey(workspaceId: string, row: ApiKeyRow): ApiKeyView {
  return { ...row, prefix: prefixOf({ workspaceId, keyId: row.id }) };
}
