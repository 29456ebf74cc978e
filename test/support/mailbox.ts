import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Runtime } from '../../src/platform/runtime';
import { eventually } from './eventually';
import { readMail, type ReceivedMail } from './mime';

interface Mailed {
  readonly runtime: Pick<Runtime, 'settings'>;
}

/** Every mail that an application without SMTP has written so far, oldest first. */
export function mailsOf({ runtime }: Mailed): ReceivedMail[] {
  const folder = join(runtime.settings.dataDirectory, 'mail');
  return fileNamesIn(folder).map((name) => readMail(readFileSync(join(folder, name))));
}

/** The newest mail to this address whose subject contains the words; they may be left out. */
export function waitForMail(app: Mailed, to: string, subjectPart = ''): Promise<ReceivedMail> {
  return eventually(() => {
    const mails = mailsOf(app).filter((mail) => mail.to === to && mail.subject.includes(subjectPart));
    const newest = mails.at(-1);
    if (!newest) throw new Error(`No mail to ${to} about "${subjectPart}" has arrived`);
    return newest;
  }, 15_000);
}

/** The one-time secret that the mail's link carries. */
export function secretIn({ links, subject }: ReceivedMail): string {
  for (const link of links) {
    const { searchParams, hash } = new URL(link);
    const secret = searchParams.get('token') ?? new URLSearchParams(hash.slice(1)).get('token');
    const found = secret ?? /pls_[\w-]+/.exec(link)?.[0];
    if (found) return found;
  }
  throw new Error(`No link of the mail "${subject}" carries a secret`);
}

function fileNamesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort();
  } catch {
    return [];
  }
}
