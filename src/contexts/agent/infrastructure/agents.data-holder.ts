import { Injectable } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../platform/data-rights/data-holder';

/** The agents of a workspace with all of their versions, and the trials of one against another. */
@Injectable()
export class AgentsDataHolder extends DataHolder {
  readonly context = 'agent';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'agent.canaries',
      key: ['id'],
      exported: [
        ...['id', 'slug', 'version', 'against_version', 'percent', 'status', 'reason'],
        ...['started_at', 'ended_at'],
      ],
    },
    {
      name: 'agent.agent_versions',
      key: ['id'],
      exported: ['id', 'slug', 'version', 'profile', 'created_by', 'created_at'],
      rowsPerPage: 50,
    },
    {
      name: 'agent.agents',
      key: ['slug'],
      exported: ['slug', 'id', 'active_version', 'latest_version', 'created_at', 'updated_at', 'deleted_at'],
    },
  ];
}
