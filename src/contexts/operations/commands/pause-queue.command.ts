import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { QueueSupervision } from '../../../platform/queues/queue-supervision';
import { knownQueue } from './known-queue';

export class PauseQueue extends Command<void> {
  constructor(readonly queue: string) {
    super();
  }
}

/** Noted first: the queues are in no transaction of ours, and a pause that nobody can explain is worse than none. */
@CommandHandler(PauseQueue)
export class PauseQueueHandler implements ICommandHandler<PauseQueue> {
  constructor(
    private readonly database: Database,
    private readonly queues: QueueSupervision,
  ) {}

  async execute({ queue }: PauseQueue): Promise<void> {
    const name = knownQueue(queue);
    const subject = { kind: 'queue', id: name };
    await this.database.query(NO_TENANT, audited({ action: 'operations.queue_paused', subject }));
    await this.queues.pause(name);
  }
}
