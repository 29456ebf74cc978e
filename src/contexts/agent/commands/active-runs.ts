import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { RunSignals } from '../domain/run-signals';

/** Well within the second that a cancelled run may go on. */
const LOOK_EVERY_MS = 400;

export interface ActiveRun {
  readonly signal: AbortSignal;
  end(): void;
}

/** The runs that this process has on its hands. Whether one is to be cancelled is looked up while there are any. */
@Injectable()
export class ActiveRuns implements OnApplicationShutdown {
  private readonly logger = new Logger(ActiveRuns.name);
  private readonly runs = new Map<string, AbortController>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly signals: RunSignals) {}

  begin(runId: string): ActiveRun {
    const controller = new AbortController();
    this.runs.set(runId, controller);
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
    return { signal: controller.signal, end: () => this.end(runId) };
  }

  cancel(runId: string): void {
    this.runs.get(runId)?.abort(new Error('Somebody cancelled this run.'));
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private end(runId: string): void {
    this.runs.delete(runId);
  }

  private async look(): Promise<void> {
    if (this.runs.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    try {
      for (const id of await this.signals.cancelled([...this.runs.keys()])) this.cancel(id);
    } catch (error) {
      this.logger.warn(`Whether runs are to be cancelled cannot be seen: ${(error as Error).message}`);
    }
  }
}
