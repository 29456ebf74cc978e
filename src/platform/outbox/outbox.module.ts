import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AggregateStore } from './aggregate-store';
import { DeliveryLog } from './delivery-log';
import { OutboxBell } from './outbox-bell';
import { OutboxRelay } from './outbox-relay';
import { OutboxSignal } from './outbox-signal';
import { Reactions } from './reactions';
import { RelayDatabase } from './relay-database';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [AggregateStore, OutboxBell, OutboxSignal, OutboxRelay, DeliveryLog, Reactions, RelayDatabase],
  exports: [AggregateStore, RelayDatabase, OutboxBell],
})
export class OutboxModule {}
