import { uuidv7 } from '../../kernel/ids';
import { sql, type Statement } from '../database/sql';
import { type Actor, requestContext } from '../telemetry/request-context';

/** One security-relevant act: ids and plain words only, never names, addresses of mail or secrets. */
export interface AuditedAct {
  /** `<context>.<what happened>`, such as `tenancy.member_removed`. */
  readonly action: string;
  readonly outcome?: 'done' | 'denied';
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
  /** Where the guards cannot know it yet, as at a sign-in. */
  readonly actor?: Actor;
}

/** An act with who, where from and in which request, as the database takes it. */
export interface AuditRecord {
  readonly id: string;
  readonly action: string;
  readonly outcome: 'done' | 'denied';
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string | null;
  readonly subject_kind: string | null;
  readonly subject_id: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly address: string | null;
  readonly request_id: string | null;
  /** How often within a minute. */
  readonly count: number;
}

/**
 * The entry belongs into the transaction of the act itself, so that neither is there without the other.
 * It joins the log of the workspace that the transaction is about, or the platform's own. It comes last
 * in its batch: it keeps all others from that log until the transaction ends.
 */
export function audited(act: AuditedAct): Statement {
  return appendTo(recordOf(act));
}

export function appendTo(record: AuditRecord): Statement {
  return sql`SELECT platform.append_audit_entry(platform.workspace(), ${JSON.stringify(record)}::jsonb)`;
}

/** To be taken while the request that it is about is in hand. */
export function recordOf({ action, outcome = 'done', subject, detail, actor }: AuditedAct): AuditRecord {
  const context = requestContext.getStore();
  const who = actor ?? context?.actor ?? { kind: context?.address ? 'unknown' : 'system', id: null };
  return {
    id: uuidv7(),
    action,
    outcome,
    actor_kind: who.kind,
    actor_id: who.id,
    subject_kind: subject?.kind ?? null,
    subject_id: subject?.id ?? null,
    detail: detail ?? {},
    address: context?.address ?? null,
    request_id: context?.requestId ?? null,
    count: 1,
  };
}
