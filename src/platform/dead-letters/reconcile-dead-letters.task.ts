import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { PeriodicTask } from '../schedule/periodic-task';
import { DeadLetterSource } from './dead-letter-source';
import { LetterBalance } from './letter-balance';

const FIRST = '00000000-0000-0000-0000-000000000000';
const AT_ONCE = 500;

/**
 * What has failed for good and the open letters are the same set. Each is written with the other, so this finds
 * little; but a letter that is missing is work that nobody sees, and one too many is work that nobody can do.
 */
@Injectable()
export class ReconcileDeadLetters extends PeriodicTask {
  readonly name = 'platform.dead-letters';
  readonly everySeconds = 60;
  private readonly logger = new Logger(ReconcileDeadLetters.name);

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly balance: LetterBalance,
  ) {
    super();
  }

  async run(): Promise<void> {
    for (const { instance } of this.discovery.getProviders()) {
      if (instance instanceof DeadLetterSource) await this.reconcile(instance);
    }
  }

  async reconcile(source: DeadLetterSource): Promise<void> {
    const resolved = await this.resolveSettled(source);
    const opened = await this.openMissing(source);
    if (resolved > 0)
      this.logger.log(`${resolved} dead letters of ${source.queue} were about nothing any more`);
    if (opened > 0) this.logger.warn(`${opened} failures of ${source.queue} had no dead letter`);
  }

  private async resolveSettled(source: DeadLetterSource): Promise<number> {
    let resolved = 0;
    for (let last = FIRST; ;) {
      const letters = await this.balance.openAfter(source, last, AT_ONCE);
      const failed = new Set(letters.length > 0 ? await source.stillFailed(letters) : []);
      const settled = letters.filter(({ id }) => !failed.has(id)).map(({ letterId }) => letterId);
      if (settled.length > 0) resolved += await this.balance.resolve(settled);
      if (letters.length < AT_ONCE) return resolved;
      last = letters.at(-1)!.letterId;
    }
  }

  private async openMissing(source: DeadLetterSource): Promise<number> {
    let opened = 0;
    for (let last = FIRST; ;) {
      const failed = await source.failedAfter(last, AT_ONCE);
      if (failed.length > 0) opened += await this.balance.open(source, failed);
      if (failed.length < AT_ONCE) return opened;
      last = failed.at(-1)!.id;
    }
  }
}
