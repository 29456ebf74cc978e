import { Injectable } from '@nestjs/common';
import { type QueryResultRow } from 'pg';
import { type AggregateRoot } from '../../kernel/aggregate-root';
import { type DomainEvent } from '../../kernel/domain-event';
import { uuidv7 } from '../../kernel/ids';
import { Database, type Scope } from '../database/database';
import { sql, type Statement } from '../database/sql';
import { requestContext } from '../telemetry/request-context';
import { OutboxBell } from './outbox-bell';

/** The only place where rows and the events about them are written: together, in one transaction. */
@Injectable()
export class AggregateStore {
  constructor(
    private readonly database: Database,
    private readonly bell: OutboxBell,
  ) {}

  async save(
    scope: Scope,
    aggregate: AggregateRoot,
    rows: readonly Statement[],
  ): Promise<QueryResultRow[][]> {
    const results = await this.commit(scope, rows, aggregate.events);
    aggregate.forgetEvents();
    return results;
  }

  /** For contexts without aggregates: the command's own statements, and what happened. */
  async commit(
    scope: Scope,
    rows: readonly Statement[],
    events: readonly DomainEvent[],
  ): Promise<QueryResultRow[][]> {
    if (events.length === 0) return this.database.batch(scope, rows);
    const results = await this.database.batch(scope, [...rows, insertEvents(events)]);
    this.bell.ring();
    return results;
  }
}

function insertEvents(events: readonly DomainEvent[]): Statement {
  const context = requestContext.getStore();
  const rows = events.map((event) => ({
    id: uuidv7(),
    workspace_id: event.workspaceId,
    aggregate_id: event.aggregateId,
    type: (event.constructor as unknown as { type: string }).type,
    payload: event,
    request_id: context?.requestId ?? null,
    traceparent: context?.traceparent ?? null,
  }));
  return sql`
    INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload, request_id, traceparent)
    SELECT id, workspace_id, aggregate_id, type, payload, request_id, traceparent
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS event
      (id uuid, workspace_id uuid, aggregate_id uuid, type text, payload jsonb, request_id text, traceparent text)`;
}
