import { answer, type Behaviour } from './behaviours';

/** What to do with the next requests, one behaviour each; after that, the default. */
export class BehaviourScript {
  private queue: Behaviour[] = [];
  private fallback: Behaviour = answer();

  add(behaviours: Behaviour[]): void {
    this.queue.push(...behaviours);
  }

  setDefault(behaviour: Behaviour): void {
    this.fallback = behaviour;
  }

  next(): Behaviour {
    return this.queue.shift() ?? this.fallback;
  }

  clear(): void {
    this.queue = [];
    this.fallback = answer();
  }
}
