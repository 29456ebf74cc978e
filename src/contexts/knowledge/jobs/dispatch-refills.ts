import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DispatchIndexing } from '../commands/dispatch-indexing.command';

const GATHER_MS = 25;

/** While a workspace has a backlog, its window is filled again as its documents are done: for many of them at once. */
@Injectable()
export class DispatchRefills implements BeforeApplicationShutdown {
  private readonly logger = new Logger(DispatchRefills.name);
  private readonly due = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly commands: CommandBus) {}

  ask(workspaceId: string): void {
    this.due.add(workspaceId);
    this.timer ??= setTimeout(() => this.refill(), GATHER_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
  }

  private refill(): void {
    const workspaceIds = [...this.due];
    this.due.clear();
    this.timer = undefined;
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
