import { createHash } from 'node:crypto';
import { type AuditRow } from './audit-row';

/**
 * The hash of an entry, made here as the database makes it, so that neither has to be believed: every
 * part behind its length in bytes and a colon, or `-` where there is none.
 */
export function digestOf(row: AuditRow): Buffer {
  const parts = [
    row.id,
    row.workspace_id,
    row.seq,
    row.micros,
    row.action,
    row.outcome,
    row.actor_kind,
    row.actor_id,
    row.subject_kind,
    row.subject_id,
    row.detail_text,
    row.address,
    row.request_id,
    String(row.count),
    row.previous_hash?.toString('hex') ?? null,
  ];
  return createHash('sha256').update(parts.map(withLength).join('')).digest();
}

function withLength(part: string | null): string {
  return part === null ? '-' : `${Buffer.byteLength(part)}:${part}`;
}
