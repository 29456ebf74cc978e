import { type AuditEntryView } from './audit-entry.view';

/** An entry as it lies in the table, with the two texts that its hash was made of. */
export interface AuditRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly workspace_id: string | null;
  readonly seq: string;
  readonly occurred_at: Date;
  readonly action: string;
  readonly outcome: 'done' | 'denied';
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly subject_kind: string | null;
  readonly subject_id: string | null;
  readonly detail: Record<string, unknown>;
  readonly detail_text: string;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly count: number;
  readonly previous_hash: Buffer | null;
  readonly hash: Buffer;
  /** Microseconds since 1970: more than a Date can hold. */
  readonly micros: string;
}

export function showEntry(row: AuditRow): AuditEntryView {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    seq: Number(row.seq),
    occurredAt: row.occurred_at,
    action: row.action,
    outcome: row.outcome,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    detail: row.detail,
    address: row.address,
    requestId: row.request_id,
    count: row.count,
    previousHash: row.previous_hash?.toString('hex') ?? null,
    hash: row.hash.toString('hex'),
  };
}
