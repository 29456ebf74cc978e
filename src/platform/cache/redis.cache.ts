import { type OnApplicationShutdown } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from '../../kernel/ids';
import { Cache, type CacheKind } from './cache';

/** Longer than any loading takes: within it, an answer that was on its way is still known to be too old. */
const GENERATION_SECONDS = 60;
const LOCK_MS = 2_000;
const LOOK_AGAIN_MS = 20;
const TELL_AGAIN_MS = 1_000;

/** Keeps an answer only if nobody has forgotten the key since it was asked for. */
const KEEP = `
if (redis.call('GET', KEYS[2]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1`;
const FORGET = `
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
redis.call('DEL', KEYS[1], KEYS[3])
return 1`;

interface CachingRedis extends Redis {
  keepAnswer(
    key: string,
    generation: string,
    known: string,
    answer: string,
    seconds: number,
  ): Promise<number>;
  forgetAnswer(key: string, generation: string, lock: string, next: string, seconds: number): Promise<number>;
}

/** Shared by all processes. One of them loads while the others wait; without Redis each asks the source. */
export class RedisCache extends Cache implements OnApplicationShutdown {
  private readonly redis: CachingRedis;
  private readonly asking = new Map<string, Promise<unknown>>();
  /** What Redis may still have, because it could not be told to forget it. */
  private readonly untold = new Set<string>();

  constructor(redis: Redis) {
    super();
    redis.defineCommand('keepAnswer', { numberOfKeys: 2, lua: KEEP });
    redis.defineCommand('forgetAnswer', { numberOfKeys: 3, lua: FORGET });
    this.redis = redis as CachingRedis;
  }

  recall<T>(kind: CacheKind<T>, key: string, load: () => Promise<T>): Promise<T> {
    const name = nameOf(kind, key);
    const asked = this.asking.get(name) as Promise<T> | undefined;
    if (asked) return asked;
    const answer = this.ask(name, kind.seconds, load).finally(() => {
      if (this.asking.get(name) === answer) this.asking.delete(name);
    });
    this.asking.set(name, answer);
    return answer;
  }

  forget(kind: CacheKind<unknown>, key: string): void {
    const name = nameOf(kind, key);
    this.asking.delete(name);
    void this.tell(name);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  /** Until Redis knows. A generation is never used twice: a number that starts anew would be. */
  private async tell(name: string): Promise<void> {
    try {
      await this.redis.forgetAnswer(name, generationOf(name), lockOf(name), uuidv7(), GENERATION_SECONDS);
      this.untold.delete(name);
    } catch {
      if (this.redis.status === 'end') return;
      this.untold.add(name);
      setTimeout(() => void this.tell(name), TELL_AGAIN_MS).unref();
    }
  }

  private async ask<T>(name: string, seconds: number, load: () => Promise<T>): Promise<T> {
    if (this.untold.has(name)) return load();
    const known = await this.find(name);
    if (known !== undefined) return known === null ? load() : (JSON.parse(known) as T);
    const [generation, isFirst] = await this.claim(name);
    if (!isFirst) {
      const arrived = await this.await(name);
      if (arrived) return JSON.parse(arrived) as T;
    }
    try {
      return await this.keep(name, generation, seconds, await load());
    } finally {
      if (isFirst) await this.redis.del(lockOf(name)).catch(() => undefined);
    }
  }

  private async keep<T>(name: string, generation: string, seconds: number, answer: T): Promise<T> {
    const text = JSON.stringify(answer);
    await this.redis.keepAnswer(name, generationOf(name), generation, text, seconds).catch(() => undefined);
    return answer;
  }

  /** Undefined when nothing is kept, null when Redis cannot say. */
  private async find(name: string): Promise<string | null | undefined> {
    try {
      return (await this.redis.get(name)) ?? undefined;
    } catch {
      return null;
    }
  }

  private async claim(name: string): Promise<[generation: string, isFirst: boolean]> {
    try {
      const [generation, lock] = await Promise.all([
        this.redis.get(generationOf(name)),
        this.redis.set(lockOf(name), '1', 'PX', LOCK_MS, 'NX'),
      ]);
      return [generation ?? '', lock === 'OK'];
    } catch {
      return ['unknown', true];
    }
  }

  /** What another process is loading; null when it has given up, or takes longer than its lock. */
  private async await(name: string): Promise<string | null> {
    for (let waited = 0; waited < LOCK_MS; waited += LOOK_AGAIN_MS) {
      await pause(LOOK_AGAIN_MS);
      const [arrived = null, lock = null] = await this.redis.mget(name, lockOf(name)).catch(() => []);
      if (arrived !== null || lock === null) return arrived;
    }
    return null;
  }
}

const nameOf = ({ name }: CacheKind<unknown>, key: string) => `parley:cache:${name}:${key}`;
const generationOf = (name: string) => `${name}:generation`;
const lockOf = (name: string) => `${name}:lock`;
