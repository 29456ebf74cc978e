import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { Database, NO_TENANT } from '../database/database';
import { sql } from '../database/sql';

export const OUTBOX_CHANNEL = 'parley_outbox';
const NOTIFY_EVERY_MS = 25;

/**
 * Wakes the relays: the one in this process at once, those elsewhere by NOTIFY. The notification is
 * sent after the commit and for many commits together, because PostgreSQL lets only one transaction
 * that notifies commit at a time. A bell that is never heard costs a delay: relays also poll.
 */
@Injectable()
export class OutboxBell {
  private readonly emitter = new EventEmitter();
  private pending: NodeJS.Timeout | null = null;

  constructor(private readonly database: Database) {}

  ring(): void {
    this.emitter.emit('ring');
    this.pending ??= setTimeout(() => this.notifyOthers(), NOTIFY_EVERY_MS).unref();
  }

  onRing(listener: () => void): () => void {
    this.emitter.on('ring', listener);
    return () => this.emitter.off('ring', listener);
  }

  private notifyOthers(): void {
    this.pending = null;
    this.database.query(NO_TENANT, sql`SELECT pg_notify(${OUTBOX_CHANNEL}, '')`).catch(() => undefined);
  }
}
