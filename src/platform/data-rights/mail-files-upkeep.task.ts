import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { KEEP_MAILS_DAYS } from '../outbox/delivery-log';
import { PeriodicTask } from '../schedule/periodic-task';
import { MailFiles } from './mail-files';

const DAY_MS = 86_400_000;

/** Without its row nobody knows any more whose mail a file is, and a purge would not find it. */
@Injectable()
export class MailFilesUpkeep extends PeriodicTask {
  readonly name = 'platform.mail-files';
  readonly everySeconds = 3_600;

  constructor(
    private readonly files: MailFiles,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<void> {
    await this.files.removeBefore(new Date(this.clock.now().getTime() - KEEP_MAILS_DAYS * DAY_MS));
  }
}
