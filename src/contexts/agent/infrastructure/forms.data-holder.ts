import { Injectable } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../platform/data-rights/data-holder';

@Injectable()
export class FormsDataHolder extends DataHolder {
  readonly context = 'agent';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'agent.form_files',
      key: ['form_id', 'field'],
      exported: ['form_id', 'field', 'name', 'media_type', 'content', 'created_at'],
      rowsPerPage: 10,
      rowsPerDeletion: 500,
    },
    {
      name: 'agent.form_submissions',
      key: ['id'],
      exported: ['id', 'form_id', 'answers', 'submitted_by', 'submitted_at', 'handed_back_at', 'error'],
      rowsPerPage: 20,
    },
    {
      name: 'agent.forms',
      key: ['id'],
      exported: [
        ...['id', 'conversation_id', 'run_id', 'agent', 'title', 'description', 'fields', 'draft'],
        ...['submission_id', 'made_at', 'expires_at'],
      ],
      rowsPerPage: 20,
    },
  ];
}
