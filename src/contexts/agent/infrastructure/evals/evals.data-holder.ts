import { Injectable } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../../platform/data-rights/data-holder';

@Injectable()
export class EvalsDataHolder extends DataHolder {
  readonly context = 'agent';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'agent.eval_results',
      key: ['run_id', 'ordinal'],
      exported: ['run_id', 'ordinal', 'id', 'input', 'outcome', 'baseline', 'comparison', 'created_at'],
      rowsPerPage: 50,
    },
    {
      name: 'agent.eval_runs',
      key: ['id'],
      exported: [
        ...['id', 'dataset_id', 'agent', 'agent_version', 'compare_with', 'threshold', 'status', 'total'],
        ...['summary', 'error', 'created_by', 'created_at', 'finished_at'],
      ],
    },
    {
      name: 'agent.eval_datasets',
      key: ['id'],
      exported: ['id', 'name', 'version', 'cases', 'total', 'created_by', 'created_at'],
      rowsPerPage: 1,
      rowsPerDeletion: 20,
    },
  ];
}
