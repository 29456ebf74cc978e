/** Work that comes round. Of all processes with the worker role, one at a time does it. */
export abstract class PeriodicTask {
  abstract readonly name: string;
  abstract readonly everySeconds: number;
  abstract run(): Promise<void>;
}
