import { Injectable } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../platform/data-rights/data-holder';

@Injectable()
export class AgentDataHolder extends DataHolder {
  readonly context = 'agent';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    { name: 'agent.run_events', key: ['run_id', 'first'] },
    {
      name: 'agent.summaries',
      key: ['conversation_id'],
      exported: ['conversation_id', 'summary', 'updated_at'],
    },
    {
      name: 'agent.runs',
      key: ['id'],
      exported: [
        ...[
          'id',
          'agent',
          'agent_version',
          'conversation_id',
          'reply_id',
          'input',
          'status',
          'outcome',
          'error',
        ],
        ...['started_at', 'finished_at', 'rating', 'comment', 'rated_at'],
      ],
    },
  ];
}
