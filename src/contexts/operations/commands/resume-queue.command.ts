import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { QueueSupervision } from '../../../platform/queues/queue-supervision';
import { knownQueue } from './known-queue';

export class ResumeQueue extends Command<void> {
  constructor(readonly queue: string) {
    super();
  }
}

@CommandHandler(ResumeQueue)
export class ResumeQueueHandler implements ICommandHandler<ResumeQueue> {
  constructor(
    private readonly database: Database,
    private readonly queues: QueueSupervision,
  ) {}

  async execute({ queue }: ResumeQueue): Promise<void> {
    const name = knownQueue(queue);
    const subject = { kind: 'queue', id: name };
    await this.database.query(NO_TENANT, audited({ action: 'operations.queue_resumed', subject }));
    await this.queues.resume(name);
  }
}
