import { setTimeout as sleep } from 'node:timers/promises';
import { FakeHttp } from '../support/fake-http';

const SLOWEST_MS = 60;

/** Somebody else's interface: counts how often each effect happens, and keeps no keys that would hide a second time. */
export class EffectCounter {
  private readonly counts = new Map<string, number>();

  private constructor(private readonly http: FakeHttp) {}

  static async start(random: () => number): Promise<EffectCounter> {
    const http = await FakeHttp.start(async ({ path }, response) => {
      counter.note(path);
      await sleep(SLOWEST_MS * random()); // some are cut off here, when it has happened already
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"counted":true}');
    });
    const counter = new EffectCounter(http);
    return counter;
  }

  get port(): number {
    return this.http.port;
  }

  /** What the tool is made of. */
  get template(): string {
    return `${this.http.url}/effects/{effect}`;
  }

  countOf(effect: string): number {
    return this.counts.get(effect) ?? 0;
  }

  stop(): Promise<void> {
    return this.http.stop();
  }

  private note(path: string): void {
    const effect = path.split('/').at(-1)!;
    this.counts.set(effect, this.countOf(effect) + 1);
  }
}
