import { type Clock } from '../../kernel/clock';
import { BriefMemory } from '../security/brief-memory';
import { Cache, type CacheKind } from './cache';
import { type CacheNotices } from './cache-notices';

const MOST_OF_A_KIND = 20_000;
/** How old an answer may be while other processes cannot be heard. */
const UNHEARD_SECONDS = 4;

/** In this process's memory. Word of a change travels by NOTIFY; while it cannot, nothing is kept for long. */
export class MemoryCache extends Cache {
  private readonly kinds = new Map<string, BriefMemory<unknown>>();

  constructor(
    private readonly clock: Clock,
    private readonly notices: CacheNotices,
  ) {
    super();
    notices.onForget(({ kind, key }) => this.kinds.get(kind)?.forget(key));
    notices.onTurn(() => this.kinds.clear());
  }

  recall<T>(kind: CacheKind<T>, key: string, load: () => Promise<T>): Promise<T> {
    return this.memoryOf(kind).recall(key, load) as Promise<T>;
  }

  forget({ name }: CacheKind<unknown>, key: string): void {
    this.kinds.get(name)?.forget(key);
    this.notices.tell({ kind: name, key });
  }

  private memoryOf({ name, seconds }: CacheKind<unknown>): BriefMemory<unknown> {
    const known = this.kinds.get(name);
    if (known) return known;
    const trusted = this.notices.isListening ? seconds : Math.min(seconds, UNHEARD_SECONDS);
    const memory = new BriefMemory<unknown>(this.clock, trusted * 1_000, MOST_OF_A_KIND);
    this.kinds.set(name, memory);
    return memory;
  }
}
