import { InjectQueue } from '@nestjs/bullmq';
import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { type Queue } from 'bullmq';
import { Settings } from '../../../config/settings';
import { jobToSend } from './mail-job';
import { MailLog } from './mail-log';
import { MailRequested } from './mail-requested.event';

@EventsHandler(MailRequested)
export class EnqueueMailOnMailRequested implements IEventHandler<MailRequested> {
  constructor(
    @InjectQueue('email') private readonly queue: Queue,
    private readonly settings: Settings,
    private readonly mails: MailLog,
  ) {}

  async handle({ workspaceId, mailId }: MailRequested): Promise<void> {
    await this.mails.reopen(workspaceId, mailId);
    const { name, data, opts } = jobToSend(workspaceId, mailId, this.settings.mail);
    await this.queue.add(name, data, opts);
  }
}
