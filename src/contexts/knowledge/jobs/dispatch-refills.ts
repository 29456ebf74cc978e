import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Settings } from '../../../../config/settings';
import { DispatchIndexing } from '../commands/dispatch-indexing.command';
import { reserveFor } from '../domain/dispatch-window';

/** Short for whoever waits, and long enough that a dispatch is about many documents: it costs as much for one. */
const GATHER_MS = 200;
/** Where all that is dispatched is in hand at once, every moment without a refill is a free place. */
const HURRY_MS = 25;

/** While a workspace has a backlog, its window is filled again as its documents are done: for many of them at once. */
@Injectable()
export class DispatchRefills implements BeforeApplicationShutdown {
  private readonly logger = new Logger(DispatchRefills.name);
  private readonly due = new Set<string>();
  private readonly most: number;
  private readonly gatherMs: number;
  private asked = 0;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly commands: CommandBus,
    { queue }: Settings,
  ) {
    this.most = Math.ceil(reserveFor(queue.concurrency.ingest) / 2);
    this.gatherMs = this.most > 0 ? GATHER_MS : HURRY_MS;
  }

  /** Once half of what waits in the queue is used up, no time is lost. */
  ask(workspaceId: string): void {
    this.due.add(workspaceId);
    this.timer ??= setTimeout(() => this.refill(), this.gatherMs).unref();
    if (++this.asked === this.most) this.refill();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
  }

  private refill(): void {
    clearTimeout(this.timer);
    const workspaceIds = [...this.due];
    this.due.clear();
    this.timer = undefined;
    this.asked = 0;
    this.running = this.running.then(() => this.dispatch(workspaceIds));
  }

  /** What fails here is found by the watch. */
  private async dispatch(workspaceIds: readonly string[]): Promise<void> {
    try {
      for (const workspaceId of workspaceIds) await this.commands.execute(new DispatchIndexing(workspaceId));
    } catch (error) {
      this.logger.warn(`Waiting documents were not dispatched: ${(error as Error).message}`);
    }
  }
}
