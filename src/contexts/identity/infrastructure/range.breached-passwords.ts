import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { BreachedPasswords } from '../domain/breached-passwords';

const TIMEOUT_MS = 2_000;
const TOLD_CHARACTERS = 5;

/**
 * Asks for all leaked passwords whose digest begins like this one's, some hundreds, and compares here:
 * nothing else about the password leaves the process. The protocol is made of SHA-1 sums; what they
 * protect was public before, so that their weakness does no harm.
 */
export class RangeBreachedPasswords extends BreachedPasswords {
  private readonly logger = new Logger(RangeBreachedPasswords.name);
  private readonly url: string;

  constructor(url: string) {
    super();
    this.url = url.replace(/\/+$/, '');
  }

  /** While the service is down nobody is kept from signing up. */
  async has(password: string): Promise<boolean> {
    const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
    try {
      return includes(await this.range(digest.slice(0, TOLD_CHARACTERS)), digest.slice(TOLD_CHARACTERS));
    } catch (error) {
      this.logger.warn(`A password was not looked up among leaked ones: ${(error as Error).message}`);
      return false;
    }
  }

  /** Padded, so that not even the size of the answer tells which range it is. */
  private async range(start: string): Promise<string> {
    const headers = { 'add-padding': 'true' };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(`${this.url}/range/${start}`, { headers, redirect: 'error', signal });
    if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
    return answer.text();
  }
}

/** Lines of `<rest of the digest>:<how often>`; padding is never found, at 0 times. */
function includes(range: string, rest: string): boolean {
  return range.split('\n').some((line) => {
    const [digest, count] = line.trim().split(':');
    return digest?.toUpperCase() === rest && count !== '0';
  });
}
