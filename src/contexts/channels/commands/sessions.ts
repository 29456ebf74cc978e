import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { known } from '../domain/language';
import { type Session, type SessionChange } from '../domain/session';

type Place = Pick<Arrival, 'workspaceId' | 'source' | 'thread'>;

export interface Arrival {
  readonly workspaceId: string;
  readonly source: string;
  readonly thread: string;
  /** What a new conversation is called by: the message's own id, so that a repeated arrival opens no other. */
  readonly freshId: string;
  /** Said by whoever sends it on; null: where the thread stands. */
  readonly conversationId: string | null;
  readonly language: string | null;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly idleMinutes: number;
}

type SessionRow = Omit<Session, 'language'> & { readonly language: string | null };

/** A thread's session lives as long as somebody speaks: after a while of silence the next word starts anew. */
@Injectable()
export class Sessions {
  constructor(private readonly database: Database) {}

  async resolve(arrival: Arrival): Promise<Session> {
    const rows = await this.database.query<SessionRow>(arrival.workspaceId, arrivalOf(arrival));
    const { language, ...session } = rows[0]!;
    return { ...session, language: known(language) ?? 'en' };
  }

  async change(place: Place, change: SessionChange): Promise<void> {
    await this.database.query(place.workspaceId, changeOf(place, change));
  }
}

/** Silence is measured by when messages came, not by when they are worked on: a queue that was stuck ends no session. */
export function arrivalOf(arrival: Arrival): Statement {
  const { workspaceId, source, thread, conversationId, language, occurredAt, receivedAt } = arrival;
  return sql`
    INSERT INTO channels.sessions AS known (workspace_id, source, thread, conversation_id, language, started_at,
      last_activity_at, expires_at)
    VALUES (${workspaceId}, ${source}, ${thread}, coalesce(${conversationId}, ${arrival.freshId}::uuid), ${language},
      ${receivedAt}, ${occurredAt}, ${receivedAt}::timestamptz + make_interval(mins => ${arrival.idleMinutes}))
    ON CONFLICT (workspace_id, source, thread) DO UPDATE SET
      conversation_id = CASE WHEN known.expires_at < ${receivedAt} OR ${conversationId !== null}
        THEN excluded.conversation_id ELSE known.conversation_id END,
      started_at = CASE WHEN known.expires_at < ${receivedAt} THEN excluded.started_at ELSE known.started_at END,
      model = CASE WHEN known.expires_at < ${receivedAt} THEN NULL ELSE known.model END,
      language = coalesce(excluded.language, known.language),
      last_activity_at = greatest(known.last_activity_at, excluded.last_activity_at),
      expires_at = greatest(known.expires_at, excluded.expires_at)
    RETURNING conversation_id AS "conversationId", model, language, started_at AS "startedAt",
      last_activity_at > ${occurredAt} AS "isOvertaken"`;
}

export function changeOf(
  { workspaceId, source, thread }: Place,
  { model, conversationId }: SessionChange,
): Statement {
  return sql`
    UPDATE channels.sessions SET
      model = CASE WHEN ${model !== undefined} THEN ${model ?? null} ELSE model END,
      conversation_id = coalesce(${conversationId ?? null}, conversation_id)
    WHERE workspace_id = ${workspaceId} AND source = ${source} AND thread = ${thread}`;
}
