import { setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type DomainEvent } from '../../kernel/domain-event';
import { requestContext } from '../telemetry/request-context';
import { Runtime } from '../runtime';
import { type Delivery, DeliveryLog } from './delivery-log';
import { OutboxSignal } from './outbox-signal';
import { type Reaction, Reactions } from './reactions';

const EVENTS_AT_ONCE = 200;
/** All that is claimed runs at once: nothing waits while its lease runs out. Leaves connections to the requests. */
const DELIVERIES_AT_ONCE = 12;
/** A relay that died keeps its deliveries this long; a reaction gets less, so that it never runs twice at once. */
const LEASE_SECONDS = 15;
const REACTION_TIMEOUT_MS = 12_000;
const MOST_ATTEMPTS = 8;
const LONGEST_DELAY_SECONDS = 60;
const IDLE_POLL_MS = 1_000;
/** While events trickle in, a moment's rest takes several of them with one round of statements. */
const GATHER_MS = 10;
const PRUNE_EVERY_MS = 3_600_000;
const KEEP_DAYS = 7;

/** Carries committed events to the reactions: at least once each, in order per aggregate, never in the writer's transaction. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private lastPrune = Date.now();

  constructor(
    private readonly runtime: Runtime,
    private readonly log: DeliveryLog,
    private readonly reactions: Reactions,
    private readonly signal: OutboxSignal,
  ) {}

  onApplicationBootstrap(): void {
    if (this.runtime.settings.role !== 'api') this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.signal.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    const targets = this.reactions
      .all()
      .map(({ name, eventType }) => ({ reaction: name, type: eventType.type }));
    while (!this.stopping) {
      try {
        const spread = await this.log.spread(targets, EVENTS_AT_ONCE);
        const deliveries = await this.log.claim(DELIVERIES_AT_ONCE, LEASE_SECONDS);
        await this.deliver(deliveries);
        if (spread + deliveries.length === 0) await this.idle();
        else if (deliveries.length < DELIVERIES_AT_ONCE) await pause(GATHER_MS);
      } catch (error) {
        this.logger.warn(`The outbox relay pauses: ${(error as Error).message}`);
        await this.signal.wait(IDLE_POLL_MS);
      }
    }
  }

  private async idle(): Promise<void> {
    if (Date.now() - this.lastPrune > PRUNE_EVERY_MS) {
      this.lastPrune = Date.now();
      await this.log.prune(KEEP_DAYS);
    }
    await this.signal.wait(IDLE_POLL_MS);
  }

  private async deliver(deliveries: readonly Delivery[]): Promise<void> {
    const succeeded = await Promise.all(deliveries.map((delivery) => this.attempt(delivery)));
    await this.log.finish(deliveries.filter((_, i) => succeeded[i]));
  }

  private async attempt(delivery: Delivery): Promise<boolean> {
    try {
      const reaction = this.reactions.find(delivery.reaction, delivery.type);
      if (!reaction) throw new Error(`This version has no reaction ${delivery.reaction} to ${delivery.type}`);
      await react(reaction, delivery);
      return true;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.logger.warn(`${delivery.reaction} failed (attempt ${delivery.attempt}): ${error.message}`);
      if (delivery.attempt >= MOST_ATTEMPTS) await this.log.bury(delivery, error);
      else
        await this.log.retryLater(
          delivery,
          error,
          Math.min(2 ** (delivery.attempt - 2), LONGEST_DELAY_SECONDS),
        );
      return false;
    }
  }
}

async function react(reaction: Reaction, delivery: Delivery): Promise<void> {
  const event = Object.assign(Object.create(reaction.eventType.prototype) as DomainEvent, delivery.payload);
  const context = { requestId: delivery.requestId ?? delivery.eventId, traceparent: delivery.traceparent };
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`No answer within ${REACTION_TIMEOUT_MS} ms`)),
      REACTION_TIMEOUT_MS,
    );
  });
  try {
    await Promise.race([requestContext.run(context, () => reaction.handle(event)), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
