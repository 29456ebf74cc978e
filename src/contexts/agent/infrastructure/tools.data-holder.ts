import { Injectable } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../platform/data-rights/data-holder';

@Injectable()
export class ToolsDataHolder extends DataHolder {
  readonly context = 'agent';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'agent.tasks',
      key: ['id'],
      exported: [
        ...['id', 'kind', 'title', 'description', 'status', 'assignee_id', 'conversation_id', 'run_id'],
        ...['created_by', 'created_at', 'updated_at'],
      ],
    },
    {
      name: 'agent.approvals',
      key: ['id'],
      exported: [
        ...['id', 'run_id', 'step', 'conversation_id', 'agent', 'tool', 'effect', 'reason', 'input'],
        ...['requested_by', 'status', 'decided_by', 'note', 'created_at', 'expires_at', 'decided_at'],
      ],
    },
    {
      name: 'agent.tool_calls',
      key: ['run_id', 'step', 'arguments_hash'],
      exported: [
        ...['run_id', 'step', 'tool', 'effect', 'input', 'effect_id', 'approval_id', 'status', 'output'],
        ...['error', 'claimed_at', 'finished_at'],
      ],
      rowsPerPage: 100,
    },
    {
      name: 'agent.http_tools',
      key: ['id'],
      exported: [
        ...[
          'id',
          'name',
          'description',
          'method',
          'url',
          'headers',
          'input_schema',
          'allowed_hosts',
          'roles',
        ],
        ...['requires_approval', 'timeout_ms', 'created_by', 'created_at', 'updated_at'],
      ],
    },
  ];
}
