import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type ToldEvent } from '../domain/run-log';

/** Each stream of a run has one of them, at its end. */
export const LAST_EVENTS: ReadonlySet<string> = new Set(['run.finished', 'error']);

export interface ToldSoFar {
  readonly isOver: boolean;
  /** Whether the last event of the stream is among what was kept. */
  readonly isToldToTheEnd: boolean;
  /** Beyond the number that was asked for, in order. */
  readonly events: readonly ToldEvent[];
}

export class ListRunEvents extends Query<ToldSoFar> {
  constructor(
    readonly workspaceId: string,
    readonly runId: string,
    readonly after: number,
  ) {
    super();
  }
}

@QueryHandler(ListRunEvents)
export class ListRunEventsHandler implements IQueryHandler<ListRunEvents> {
  constructor(private readonly database: Database) {}

  /** The state is read before the events: of a run that is over, all that was kept by then is seen. */
  async execute({ workspaceId, runId, after }: ListRunEvents): Promise<ToldSoFar> {
    const [runs, kept, ends] = await this.database.batch(workspaceId, [
      sql`SELECT status FROM agent.runs WHERE workspace_id = ${workspaceId} AND id = ${runId}`,
      sql`
        SELECT events FROM agent.run_events
        WHERE workspace_id = ${workspaceId} AND run_id = ${runId} AND last > ${after} ORDER BY first`,
      sql`
        SELECT events->-1->>'event' AS event FROM agent.run_events
        WHERE workspace_id = ${workspaceId} AND run_id = ${runId} ORDER BY first DESC LIMIT 1`,
    ]);
    const run = runs![0] as { status: string } | undefined;
    if (!run) throw notFound('run');
    const end = ends![0] as { event: string } | undefined;
    return {
      isOver: run.status !== 'running',
      isToldToTheEnd: LAST_EVENTS.has(end?.event ?? ''),
      events: (kept as { events: ToldEvent[] }[]).flatMap(({ events }) =>
        events.filter(({ number }) => number > after),
      ),
    };
  }
}
