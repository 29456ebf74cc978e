/**
 * Work that comes round. One process with the worker role takes each turn; a turn that outlasts its
 * period can meet the next one elsewhere, so the work must bear that.
 */
export abstract class PeriodicTask {
  abstract readonly name: string;
  abstract readonly everySeconds: number;
  abstract run(): Promise<void>;
}
