import { Injectable } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../../platform/data-rights/data-holder';

@Injectable()
export class SimulationsDataHolder extends DataHolder {
  readonly context = 'agent';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'agent.simulation_deliveries',
      key: ['run_id', 'ordinal'],
      exported: [
        ...['run_id', 'ordinal', 'customer', 'message', 'turn_id', 'conversation_id', 'content', 'fate'],
        ...['due_at', 'answer', 'error'],
      ],
    },
    {
      name: 'agent.simulation_runs',
      key: ['id'],
      exported: [
        ...['id', 'agent', 'seed', 'faults', 'rate_per_minute', 'customers', 'status', 'total', 'summary'],
        ...['error', 'created_by', 'created_at', 'finished_at'],
      ],
      rowsPerPage: 20,
    },
  ];
}
