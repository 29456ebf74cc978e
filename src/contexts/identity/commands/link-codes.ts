import { Injectable } from '@nestjs/common';
import { invalidCode, invalidLink, totpRequired } from '../domain/errors';
import { type GoodLink, OneTimeLinks } from '../domain/one-time-links';
import { SecondFactors } from '../domain/second-factors';
import { SignInLog } from './sign-in-log';

/** A link stands for the password, not for the second factor of those who have one. */
@Injectable()
export class LinkCodes {
  constructor(
    private readonly secondFactors: SecondFactors,
    private readonly links: OneTimeLinks,
    private readonly log: SignInLog,
  ) {}

  /** A missing code leaves the link good; wrong ones do so a few times. Answers whether a code was shown. */
  async demand({ id, userId }: GoodLink, code: string | null): Promise<boolean> {
    if (code !== null && !(await this.links.countCode(id))) throw invalidLink();
    const outcome = await this.secondFactors.check(userId, code);
    if (outcome === 'missing') throw totpRequired();
    if (outcome === 'wrong') {
      this.log.failed(userId, 'wrong_code');
      throw invalidCode();
    }
    return outcome === 'passed';
  }
}
