import { Injectable } from '@nestjs/common';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Settings } from '../../../config/settings';
import { Database } from '../database/database';
import { sql } from '../database/sql';

const FILES_AT_ONCE = 500;
const FILE = /^\d{8}T\d{9}Z-([0-9a-f-]{36})\.eml/;

/** Mails that were written as files, where no mail server is known. */
@Injectable()
export class MailFiles {
  private readonly folder: string;

  constructor(
    private readonly database: Database,
    { dataDirectory }: Settings,
  ) {
    this.folder = join(dataDirectory, 'mail');
  }

  async removeOfWorkspace(workspaceId: string): Promise<void> {
    const files = await this.list();
    for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
      const some = files.slice(at, at + FILES_AT_ONCE);
      const ids = some.flatMap((file) => FILE.exec(file)?.[1] ?? []);
      const meant = await this.database.query<{ id: string }>(
        workspaceId,
        sql`SELECT id FROM platform.mails WHERE workspace_id = ${workspaceId} AND id = ANY (${ids}::uuid[])`,
      );
      await this.remove(some.filter((file) => meant.some(({ id }) => file.includes(id))));
    }
  }

  /** By their own words: the rows forget whom a mail went to. */
  async removeTo(recipient: string): Promise<void> {
    for (const file of await this.list()) {
      const message = await readFile(join(this.folder, file), 'utf8').catch(() => '');
      if (recipientOf(message) === recipient.toLowerCase()) await this.remove([file]);
    }
  }

  /** Their names begin with when they were asked for. */
  async removeBefore(time: Date): Promise<void> {
    const first = time.toISOString().replace(/[-:.]/g, '');
    await this.remove((await this.list()).filter((file) => file < first));
  }

  private async list(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => FILE.test(name));
  }

  private async remove(files: readonly string[]): Promise<void> {
    for (const file of files) await rm(join(this.folder, file), { force: true });
  }
}

/** Every mail of ours goes to one plain address. */
function recipientOf(message: string): string | undefined {
  return /^To: <?([^\s<>]+)>?\r?$/im.exec(message)?.[1]?.toLowerCase();
}
