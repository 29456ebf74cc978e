/** One sort of cached thing. `T` must survive JSON. */
export interface CacheKind<T> {
  readonly name: string;
  readonly seconds: number;
  /** Never there: ties the kind to its type. */
  readonly holds?: T;
}

/**
 * Cache-aside: whoever asks first loads, everybody who asks meanwhile waits for that answer. What is
 * forgotten here is forgotten in every process; a cache that cannot be reached is as good as empty.
 */
export abstract class Cache {
  abstract recall<T>(kind: CacheKind<T>, key: string, load: () => Promise<T>): Promise<T>;
  /** Call it after the commit of a change. What was being loaded before is not kept. */
  abstract forget(kind: CacheKind<unknown>, key: string): void;
}
