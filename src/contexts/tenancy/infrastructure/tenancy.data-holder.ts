import { Injectable } from '@nestjs/common';
import { Cache } from '../../../platform/cache/cache';
import {
  DataHolder,
  type PersonalTrace,
  type PersonTable,
  type WorkspaceTable,
} from '../../../platform/data-rights/data-holder';
import { KNOWN_WORKSPACE } from '../queries/known-workspace';

const MEMBERSHIP = ['workspace_id', 'role', 'created_at'];

@Injectable()
export class TenancyDataHolder extends DataHolder {
  readonly context = 'tenancy';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'tenancy.grants',
      key: ['id'],
      exported: ['id', 'user_id', 'resource_kind', 'resource_id', 'created_at'],
    },
    { name: 'tenancy.partnerships', key: ['id'], exported: ['id', 'venue_id', 'vendor_id', 'created_at'] },
    {
      name: 'tenancy.intakes',
      key: ['workspace_id'],
      exported: ['answers', 'configuration', 'submitted_by', 'submitted_at'],
    },
    {
      name: 'tenancy.invites',
      key: ['id'],
      exported: [
        ...['id', 'email', 'role', 'invited_by', 'created_at', 'expires_at', 'accepted_at', 'accepted_by'],
        'withdrawn_at',
      ],
    },
    { name: 'tenancy.members', key: ['user_id'], exported: ['user_id', 'role', 'created_at'] },
    {
      name: 'tenancy.workspaces',
      key: ['workspace_id'],
      exported: ['workspace_id', 'name', 'slug', 'settings', 'created_at', 'updated_at'],
      goes: 'last',
    },
  ];
  override readonly personTables: readonly PersonTable[] = [
    { name: 'tenancy.members', person: 'user_id', key: ['workspace_id'], exported: MEMBERSHIP },
  ];
  override readonly personalTraces: readonly PersonalTrace[] = [
    {
      table: 'tenancy.members',
      key: ['workspace_id', 'user_id'],
      columns: ['user_id'],
      how: 'is',
      needle: 'id',
      seen: 'as the person',
    },
    {
      table: 'tenancy.invites',
      key: ['workspace_id', 'id'],
      columns: ['email'],
      how: 'is',
      needle: 'email',
      seen: 'by the relay',
    },
  ];

  constructor(private readonly cache: Cache) {
    super();
  }

  override forgetWorkspace(workspaceId: string): Promise<void> {
    this.cache.forget(KNOWN_WORKSPACE, workspaceId);
    return Promise.resolve();
  }
}
