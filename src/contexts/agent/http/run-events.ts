import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { EventStream } from '../../../platform/http/event-stream';
import { GetRun } from '../queries/get-run.query';
import { LAST_EVENTS, ListRunEvents, type ToldSoFar } from '../queries/list-run-events.query';
import { type RunView } from '../queries/run.view';

const LOOK_EVERY_MS = 250;
/** The end of a stream is kept a moment after the run is: a process that has died keeps none. */
const LOOKS_FOR_THE_END = 5;
const MOST_FAILURES = 20;
const END = 'end';
/** Beyond every number that an event can have. */
const AFTER_ALL = 2 ** 31 - 1;

/**
 * What a run tells, for those who come back with the id of the last event that they saw, to any process. Where its
 * process has died, or has told it to nobody, the run itself says how it ended.
 */
@Injectable()
export class RunEvents {
  private readonly logger = new Logger(RunEvents.name);

  constructor(private readonly queries: QueryBus) {}

  async follow(workspaceId: string, runId: string, lastSeen: string | undefined): Promise<EventStream> {
    const after = numberIn(lastSeen, runId);
    const first = await this.queries.execute(new ListRunEvents(workspaceId, runId, after));
    const stream = new EventStream(() => runId);
    void this.tell(stream, { workspaceId, runId, after }, first)
      .catch((error: Error) => this.logger.warn(`A run could not be followed: ${error.message}`))
      .finally(() => stream.end());
    return stream;
  }

  private async tell(
    stream: EventStream,
    { workspaceId, runId, after }: { workspaceId: string; runId: string; after: number },
    first: ToldSoFar,
  ): Promise<void> {
    let told = after;
    let looks = 0;
    for (let next = first; !stream.signal.aborted; next = await this.look(stream, workspaceId, runId, told)) {
      for (const { number, event, data } of next.events) {
        stream.send(event, data, `${runId}:${number}`);
        told = number;
        if (LAST_EVENTS.has(event)) return;
      }
      if (!next.isOver) continue;
      if (next.isToldToTheEnd || told === AFTER_ALL) return;
      if (++looks < LOOKS_FOR_THE_END) continue;
      return tellEnd(stream, await this.queries.execute(new GetRun(workspaceId, runId)), told);
    }
  }

  /** A database that is away for a while is no end: the reader simply hears nothing new. */
  private async look(
    stream: EventStream,
    workspaceId: string,
    runId: string,
    told: number,
  ): Promise<ToldSoFar> {
    for (let failures = 0; failures < MOST_FAILURES && !stream.signal.aborted; failures++) {
      await pause(LOOK_EVERY_MS * (failures + 1), undefined, { signal: stream.signal }).catch(
        () => undefined,
      );
      try {
        return await this.queries.execute(new ListRunEvents(workspaceId, runId, told));
      } catch (error) {
        this.logger.warn(`What a run tells could not be read: ${(error as Error).message}`);
      }
    }
    throw new Error('the database is away');
  }
}

function tellEnd(stream: EventStream, run: RunView, told: number): void {
  const { id: runId, status, reply, sources, usage, error } = run;
  const id = `${runId}:${END}`;
  if (status === 'failed') return stream.send('error', { code: 'run_failed', detail: error }, id);
  // Whoever loses the stream between the two is told both again.
  stream.send('message', { runId, status, reply, sources }, `${runId}:${told}`);
  stream.send('run.finished', { runId, status, usage }, id);
}

/** Whoever has seen the end has nothing left to see; whoever names nothing of this run, everything. */
function numberIn(lastSeen: string | undefined, runId: string): number {
  const [, number] = /^([0-9a-f-]{36}):(\d{1,9}|end)$/.exec(lastSeen ?? '')?.slice(1) ?? [];
  if (!number || !lastSeen!.startsWith(runId)) return 0;
  return number === END ? AFTER_ALL : Number(number);
}
