import { Clock } from '../../../../kernel/clock';

/** A clock that can also be waited for. Tests bring one that they move by hand. */
export abstract class AlarmClock extends Clock {
  /** Answers how to call the alarm off. */
  abstract ringIn(ms: number, ring: () => void): () => void;

  /** Ends early, without an error, when the signal is aborted. */
  rest(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        callOff();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const callOff = this.ringIn(ms, end);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
  }
}

export class SystemAlarmClock extends AlarmClock {
  now(): Date {
    return new Date();
  }

  ringIn(ms: number, ring: () => void): () => void {
    // A process that has nothing else to do need not stay for it.
    const timer = setTimeout(ring, ms).unref();
    return () => clearTimeout(timer);
  }
}
