import { setImmediate as nextTick } from 'node:timers/promises';
import { AlarmClock } from '../../../src/contexts/knowledge/infrastructure/embedding/alarm-clock';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Time passes only when a test says so. */
export class ManualAlarmClock extends AlarmClock {
  private time = Date.parse('2026-11-24T12:00:00Z');
  private readonly alarms = new Set<Alarm>();

  now(): Date {
    return new Date(this.time);
  }

  ringIn(ms: number, ring: () => void): () => void {
    const alarm = { at: this.time + ms, ring };
    this.alarms.add(alarm);
    return () => this.alarms.delete(alarm);
  }

  /** A busy process: time passes, and no alarm rings. */
  stall(ms: number): void {
    this.time += ms;
  }

  /** Rings what is due on the way, in order, and lets everything happen that follows from it. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await nextTick();
    for (let alarm = this.nextUntil(end); alarm; alarm = this.nextUntil(end)) {
      this.alarms.delete(alarm);
      this.time = Math.max(this.time, alarm.at);
      alarm.ring();
      await nextTick();
    }
    this.time = end;
  }

  private nextUntil(end: number): Alarm | undefined {
    const due = [...this.alarms].filter(({ at }) => at <= end);
    return due.sort((a, b) => a.at - b.at)[0];
  }
}
