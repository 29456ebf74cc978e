import { Global, Module } from '@nestjs/common';
import { AbuseCleanup } from './abuse-cleanup';
import { BlockedAddressFeed } from './blocked-addresses/blocked-address-feed';
import { RefusalLog } from './rate-limit/refusal-log';

/** Ties what each process knows of offenders to the database, where all of them and the operator see it. */
@Global()
@Module({
  providers: [BlockedAddressFeed, RefusalLog, AbuseCleanup],
  exports: [BlockedAddressFeed, RefusalLog],
})
export class AbuseModule {}
