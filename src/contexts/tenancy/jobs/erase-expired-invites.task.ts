import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';

/** With them goes the address of somebody who may never have wanted anything from us. */
@Injectable()
export class EraseExpiredInvites extends PeriodicTask {
  readonly name = 'tenancy.erase-expired-invites';
  readonly everySeconds = 3_600;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async run(): Promise<void> {
    await this.relay.query(sql`DELETE FROM tenancy.invites WHERE expires_at < now()`);
  }
}
