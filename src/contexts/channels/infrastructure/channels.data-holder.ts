import { Injectable } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../platform/data-rights/data-holder';

@Injectable()
export class ChannelsDataHolder extends DataHolder {
  readonly context = 'channels';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'channels.outbound',
      key: ['id'],
      exported: [
        ...['id', 'channel_id', 'thread', 'reply_id', 'part', 'in_reply_to', 'text', 'status', 'attempts'],
        ...['sent_at', 'provider_message_id', 'error', 'created_at'],
      ],
    },
    {
      name: 'channels.inbox',
      key: ['id'],
      exported: [
        ...['id', 'channel_id', 'kind', 'source', 'provider_message_id', 'sender', 'sender_name', 'thread'],
        ...['text', 'metadata', 'occurred_at', 'received_at', 'status', 'outcome', 'handled_at'],
        ...['conversation_id', 'run_id', 'error'],
      ],
    },
    {
      name: 'channels.sessions',
      key: ['source', 'thread'],
      exported: [
        ...['source', 'thread', 'conversation_id', 'model', 'language', 'started_at', 'last_activity_at'],
        'expires_at',
      ],
    },
    {
      name: 'channels.channels',
      key: ['id'],
      exported: [
        ...['id', 'kind', 'name', 'agent', 'default_model', 'idle_minutes', 'created_by', 'created_at'],
        'updated_at',
      ],
    },
  ];
}
