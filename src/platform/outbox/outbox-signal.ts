import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Client } from 'pg';
import { Runtime } from '../runtime';
import { OUTBOX_CHANNEL, OutboxBell } from './outbox-bell';
import { RelayDatabase } from './relay-database';

const RECONNECT_AFTER_MS = 1_000;

/** What the relay waits on: the bell of this process, NOTIFY from the others, or a timeout. */
@Injectable()
export class OutboxSignal implements OnApplicationBootstrap, OnApplicationShutdown {
  private rung = false;
  private resume: (() => void) | null = null;
  private client: Client | null = null;
  private closed = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly database: RelayDatabase,
    bell: OutboxBell,
  ) {
    bell.onRing(() => this.wake());
  }

  onApplicationBootstrap(): void {
    if (this.runtime.settings.role !== 'api') void this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => undefined);
  }

  wake(): void {
    this.rung = true;
    this.resume?.();
  }

  /** Returns at once when something happened since the last wait. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.resume = null;
    this.rung = false;
  }

  private async listen(): Promise<void> {
    const client = this.database.newClient();
    client.on('notification', () => this.wake());
    client.on('error', () => undefined);
    client.on('end', () => this.listenAgain(client));
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
    } catch {
      await client.end().catch(() => undefined);
      this.listenAgain(client);
    }
  }

  private listenAgain(lost: Client): void {
    if (this.closed || this.client !== lost) return;
    this.client = null;
    setTimeout(() => void this.listen(), RECONNECT_AFTER_MS).unref();
  }
}
