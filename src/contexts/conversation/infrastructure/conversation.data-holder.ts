import { Injectable } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../platform/data-rights/data-holder';

@Injectable()
export class ConversationDataHolder extends DataHolder {
  readonly context = 'conversation';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'conversation.messages',
      key: ['id'],
      exported: ['id', 'conversation_id', 'role', 'content', 'sources', 'run_id', 'created_at'],
    },
    {
      name: 'conversation.conversations',
      key: ['id'],
      exported: ['id', 'title', 'channel', 'status', 'started_by', 'created_at', 'updated_at', 'deleted_at'],
    },
  ];
}
