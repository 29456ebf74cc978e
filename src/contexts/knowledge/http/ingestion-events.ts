import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { EventStream } from '../../../platform/http/event-stream';
import { GetIngestion, type IngestionView } from '../queries/get-ingestion.query';

const LOOK_EVERY_MS = 250;
const MOST_FAILURES = 20;

/**
 * An ingestion as it goes on, as server-sent events. The id of an event is the state it tells of: whoever comes back
 * with the last one they saw is told what is new since, by whichever process answers.
 */
@Injectable()
export class IngestionEvents {
  private readonly logger = new Logger(IngestionEvents.name);

  constructor(private readonly queries: QueryBus) {}

  async follow(workspaceId: string, ingestionId: string, lastSeen: string | undefined): Promise<EventStream> {
    const first = await this.queries.execute(new GetIngestion(workspaceId, ingestionId));
    const stream = new EventStream(() => ingestionId);
    void this.tell(stream, workspaceId, first, lastSeen).finally(() => stream.end());
    return stream;
  }

  private async tell(
    stream: EventStream,
    workspaceId: string,
    first: IngestionView,
    lastSeen: string | undefined,
  ): Promise<void> {
    let view = first;
    let told = lastSeen;
    while (!stream.signal.aborted) {
      const state = stateOf(view);
      if (state !== told || isOver(view)) stream.send(isOver(view) ? 'completed' : 'progress', view, state);
      if (isOver(view)) return;
      told = state;
      view = await this.next(stream.signal, workspaceId, view);
    }
  }

  /** A database that is away for a while is no end: the reader simply hears nothing new. */
  private async next(signal: AbortSignal, workspaceId: string, last: IngestionView): Promise<IngestionView> {
    for (let failures = 0; failures < MOST_FAILURES && !signal.aborted; failures++) {
      await pause(LOOK_EVERY_MS * (failures + 1), undefined, { signal }).catch(() => undefined);
      try {
        return await this.queries.execute(new GetIngestion(workspaceId, last.id));
      } catch (error) {
        this.logger.warn(`The progress of an ingestion could not be read: ${(error as Error).message}`);
      }
    }
    throw new Error('The progress of the ingestion cannot be read.');
  }
}

function stateOf({ processed, failed, skipped, status }: IngestionView): string {
  return `${processed}.${failed}.${skipped}.${status}`;
}

function isOver({ status }: IngestionView): boolean {
  return status !== 'queued' && status !== 'processing';
}
