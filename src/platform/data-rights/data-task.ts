import { type RequestContext } from '../telemetry/request-context';

/** What the queue `data` carries: ids alone. */
export interface DataJob extends RequestContext {
  /** Of the export, the workspace or the erasure. */
  readonly subjectId: string;
  readonly workspaceId: string | null;
  readonly userId: string | null;
}

/** Long work on the data of a workspace or a person. It may be killed anywhere, and is then run again. */
export abstract class DataTask {
  /** Of its jobs. */
  abstract readonly name: string;
  abstract run(job: DataJob): Promise<void>;
  /** After the last attempt. Work that somebody comes round to anyway need not say anything. */
  giveUp(_job: DataJob, _error: Error, _attempts: number): Promise<void> {
    return Promise.resolve();
  }
}
