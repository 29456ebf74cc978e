import { type Clock } from '../../kernel/clock';

interface Entry<T> {
  readonly answer: Promise<T>;
  readonly until: number;
}

/**
 * Remembers answers for a moment. Callers who ask while an answer is on its way share it, its age
 * counts from the question, and a failure is not remembered.
 */
export class BriefMemory<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(
    private readonly clock: Clock,
    private readonly milliseconds: number,
    private readonly most: number,
  ) {}

  recall(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.clock.now().getTime();
    const known = this.entries.get(key);
    if (known && known.until > now) return known.answer;
    const entry = { answer: ask(), until: now + this.milliseconds };
    this.entries.delete(key);
    if (this.entries.size >= this.most) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, entry);
    entry.answer.catch(() => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    return entry.answer;
  }

  /** Also drops an answer that is still on its way: it may already be out of date. */
  forget(key: string): void {
    this.entries.delete(key);
  }
}
