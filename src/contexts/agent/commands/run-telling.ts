import { Injectable, Logger } from '@nestjs/common';
import { RunLog, type ToldEvent } from '../domain/run-log';

const GATHER_MS = 200;

/** Writes down what streams tell, many words in one write, behind the stream and never in its way. */
@Injectable()
export class RunTelling {
  private readonly logger = new Logger(RunTelling.name);

  constructor(private readonly log: RunLog) {}

  begin(workspaceId: string, runId: string): RunNotes {
    return new RunNotes((events) =>
      this.log.append(workspaceId, runId, events).catch((error: Error) => {
        this.logger.warn(`What run ${runId} told could not be kept: ${error.message}`);
      }),
    );
  }
}

/** One write after the other, so that what is kept has no gaps before its end. */
export class RunNotes {
  private number = 0;
  private gathered: ToldEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly write: (events: readonly ToldEvent[]) => Promise<void>) {}

  /** Returns the number of the event. */
  note(event: string, data: unknown): number {
    this.gathered.push({ number: ++this.number, event, data });
    this.timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
    return this.number;
  }

  end(): void {
    this.flush();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const events = this.gathered;
    this.gathered = [];
    if (events.length > 0) this.writing = this.writing.then(() => this.write(events));
  }
}
