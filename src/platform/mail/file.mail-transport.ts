import { Logger } from '@nestjs/common';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { messageOf } from './mail-message';
import { MailTransport, type OutgoingMail } from './mail-transport';

/** Where no mail server is known, a mail is a file that every mail program can open. */
export class FileMailTransport extends MailTransport {
  private readonly logger = new Logger(FileMailTransport.name);
  private readonly composer = createTransport({ streamTransport: true, buffer: true });

  constructor(private readonly folder: string) {
    super();
  }

  /** The name is the same each time, so a mail sent again replaces itself. It may carry a secret: nobody else reads it. */
  async send(mail: OutgoingMail): Promise<void> {
    const { message } = await this.composer.sendMail(messageOf(mail));
    const time = mail.requestedAt.toISOString().replace(/[-:.]/g, '');
    const file = join(this.folder, `${time}-${mail.id}.eml`);
    const unfinished = `${file}.${process.pid}`;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(unfinished, message as Buffer, { mode: 0o600, flag: 'w' });
      await rename(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    this.logger.log(`A mail lies in ${file}`);
  }
}
