import { EventEmitter } from 'node:events';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { uuidv7 } from '../../kernel/ids';
import { Database, NO_TENANT } from '../database/database';
import { loginUrl } from '../database/roles';
import { sql } from '../database/sql';
import { Runtime } from '../runtime';

const CHANNEL = 'parley_cache';
const GATHER_MS = 5;
/** A notification carries at most 8,000 bytes. */
const MOST_AT_ONCE = 50;
const SAY_AGAIN_MS = 1_000;
const PING_EVERY_MS = 1_500;
const PING_TIMEOUT_MS = 1_500;

export interface Forgotten {
  readonly kind: string;
  readonly key: string;
}

interface Notice {
  readonly from: unknown;
  readonly forget: readonly Forgotten[];
}

/**
 * Tells the other processes what to forget. Whether they can be heard is tried out every moment by
 * calling into the same channel: a connection that died silently, or a pooler in between that drops
 * notifications, would otherwise leave old answers in use.
 */
@Injectable()
export class CacheNotices implements OnApplicationBootstrap, OnApplicationShutdown {
  isListening = false;
  private readonly emitter = new EventEmitter();
  private readonly self = uuidv7();
  private readonly url: string;
  private gathered: Forgotten[] = [];
  private client: Client | null = null;
  private pinging: NodeJS.Timeout | undefined;
  private echo: (() => void) | null = null;
  private closed = false;

  constructor(
    private readonly database: Database,
    runtime: Runtime,
  ) {
    this.url = loginUrl(runtime.ownerUrl, 'app');
  }

  onForget(listener: (forgotten: Forgotten) => void): void {
    this.emitter.on('forget', listener);
  }

  /** Listening began, or ended: what was kept until now may be out of date. */
  onTurn(listener: () => void): void {
    this.emitter.on('turn', listener);
  }

  tell(forgotten: Forgotten): void {
    this.gathered.push(forgotten);
    if (this.gathered.length === 1) setTimeout(() => this.send(), GATHER_MS).unref();
  }

  onApplicationBootstrap(): void {
    this.pinging = setInterval(() => void this.ping(), PING_EVERY_MS).unref();
    void this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.pinging);
    await this.client?.end().catch(() => undefined);
  }

  private send(): void {
    const told = this.gathered;
    this.gathered = [];
    for (let i = 0; i < told.length; i += MOST_AT_ONCE) this.notify(told.slice(i, i + MOST_AT_ONCE));
  }

  private notify(forget: readonly Forgotten[]): void {
    const notice = JSON.stringify({ from: this.self, forget });
    this.database.query(NO_TENANT, sql`SELECT pg_notify(${CHANNEL}, ${notice})`).catch(() => {
      if (!this.closed) setTimeout(() => this.notify(forget), SAY_AGAIN_MS).unref();
    });
  }

  private async listen(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      application_name: 'parley-cache',
      keepAlive: true,
    });
    client.on('notification', ({ payload }) => this.hear(payload ?? ''));
    client.on('error', () => undefined);
    client.on('end', () => this.turn(client, false));
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.turn(client, true);
    } catch {
      await client.end().catch(() => undefined);
      this.turn(client, false);
    }
  }

  private hear(payload: string): void {
    const { from, forget } = parseNotice(payload);
    if (from === this.self) return this.echo?.();
    for (const forgotten of forget) this.emitter.emit('forget', forgotten);
  }

  private turn(client: Client, isListening: boolean): void {
    if (this.client !== client || this.closed) return;
    if (!isListening) this.client = null;
    if (this.isListening === isListening) return;
    this.isListening = isListening;
    this.emitter.emit('turn');
  }

  /** Also what connects again after a loss. */
  private async ping(): Promise<void> {
    const { client } = this;
    if (!client) return this.listen();
    if (!this.isListening) return;
    const late = setTimeout(() => this.giveUp(client), PING_TIMEOUT_MS).unref();
    this.echo = () => clearTimeout(late);
    const call = JSON.stringify({ from: this.self, forget: [] });
    await client.query('SELECT pg_notify($1, $2)', [CHANNEL, call]).catch(() => this.giveUp(client));
  }

  private giveUp(client: Client): void {
    this.turn(client, false);
    client.end().catch(() => undefined);
  }
}

/** Whoever may connect to the database may speak in the channel; what is thrown at it here would end the process. */
function parseNotice(payload: string): Notice {
  try {
    const { from, forget } = Object(JSON.parse(payload)) as Record<string, unknown>;
    const told: unknown[] = Array.isArray(forget) ? forget : [];
    return { from, forget: told.filter(isForgotten) };
  } catch {
    return { from: null, forget: [] };
  }
}

function isForgotten(told: unknown): told is Forgotten {
  const { kind, key } = Object(told) as Record<string, unknown>;
  return typeof kind === 'string' && typeof key === 'string';
}
