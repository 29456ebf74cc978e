import { Injectable } from '@nestjs/common';
import {
  DataHolder,
  type Person,
  type PersonTable,
  type PersonalTrace,
  type WorkspaceTable,
} from './data-holder';
import { MailFiles } from './mail-files';
import { patternsOf } from './needles';
import { QueueSweep } from './queue-sweep';

const AUDIT_ENTRY = [
  ...['seq', 'occurred_at', 'action', 'outcome', 'actor_kind', 'actor_id', 'subject_kind', 'subject_id'],
  ...['detail', 'address', 'request_id'],
];
/** Without the address, which may hold a secret, and without the words, which are those of other tables. */
const WEBHOOK_DELIVERY = ['id', 'type', 'status', 'attempts', 'last_status', 'created_at', 'delivered_at'];
/** What is not delivered yet still has to be: it is looked for again once it has been. */
const UNDELIVERED = `published_at IS NULL OR EXISTS (
  SELECT 1 FROM platform.deliveries WHERE event_id = held.id AND state = 'pending')`;

/** What the platform keeps about the work of the contexts. The log comes last: it tells of all the rest. */
@Injectable()
export class PlatformDataHolder extends DataHolder {
  readonly context = 'platform';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    { name: 'platform.deliveries', key: ['event_id', 'reaction'], deletedBy: 'relay' },
    { name: 'platform.outbox', key: ['id'], deletedBy: 'relay' },
    { name: 'platform.dead_letters', key: ['id'], deletedBy: 'relay' },
    { name: 'platform.mails', key: ['id'] },
    { name: 'platform.webhook_deliveries', key: ['id'], exported: WEBHOOK_DELIVERY },
    { name: 'platform.webhook_secrets', key: ['workspace_id'] },
    { name: 'platform.idempotency_keys', key: ['principal', 'route', 'key'] },
    { name: 'platform.export_parts', key: ['export_id', 'ordinal'], rowsPerDeletion: 100 },
    { name: 'platform.exports', key: ['id'] },
    {
      name: 'platform.audit_entries',
      key: ['id'],
      exported: AUDIT_ENTRY,
      deletedBy: 'relay',
      goes: 'after the content',
    },
    {
      name: 'platform.audit_heads',
      key: ['workspace_id'],
      deletedBy: 'relay',
      fingerprint: 'hash',
      goes: 'after the content',
    },
  ];
  override readonly personTables: readonly PersonTable[] = [
    {
      name: 'platform.audit_entries',
      person: 'actor_id',
      key: ['id'],
      exported: ['workspace_id', ...AUDIT_ENTRY],
    },
  ];
  override readonly personalTraces: readonly PersonalTrace[] = [
    mentions('platform.mails', ['id'], ['recipient', 'params'], 'by the relay'),
    mentions('platform.webhook_deliveries', ['id'], ['url', 'payload', 'last_error'], 'by the relay'),
    {
      ...mentions('platform.deliveries', ['event_id', 'reaction'], ['last_error'], 'by the relay'),
      unless: `state = 'pending'`,
    },
    mentions('platform.dead_letters', ['id'], ['payload', 'error'], 'by the relay'),
    { ...mentions('platform.outbox', ['id'], ['payload'], 'by the relay'), unless: UNDELIVERED },
    {
      ...mentions(
        'platform.idempotency_keys',
        ['workspace_id', 'principal', 'route', 'key'],
        ['principal'],
        'as the person',
      ),
      how: 'is',
      needle: 'caller',
    },
    mentions(
      'platform.idempotency_keys',
      ['workspace_id', 'principal', 'route', 'key'],
      ['body'],
      'by the relay',
    ),
    {
      table: 'platform.exports',
      key: ['id'],
      columns: ['user_id'],
      how: 'is',
      needle: 'id',
      seen: 'as the person',
    },
    {
      table: 'platform.exports',
      key: ['id'],
      columns: ['workspace_id'],
      how: 'is',
      needle: 'their workspace',
      seen: 'in their workspaces',
    },
  ];

  constructor(
    private readonly mails: MailFiles,
    private readonly queues: QueueSweep,
  ) {
    super();
  }

  override async forgetWorkspace(workspaceId: string): Promise<void> {
    await this.mails.removeOfWorkspace(workspaceId);
    await this.queues.remove(
      (data) => (Object(data) as { workspaceId?: unknown }).workspaceId === workspaceId,
    );
  }

  override async forgetPerson(person: Person): Promise<void> {
    await this.mails.removeTo(person.email);
    const patterns = patternsOf(person).map((pattern) => new RegExp(pattern, 'i'));
    await this.queues.remove((data) => {
      const text = JSON.stringify(data ?? null);
      return patterns.some((pattern) => pattern.test(text));
    });
  }
}

function mentions(
  table: string,
  key: readonly string[],
  columns: readonly string[],
  seen: PersonalTrace['seen'],
): PersonalTrace {
  return { table, key, columns, how: 'mentions', needle: 'id or email', seen };
}
