import { Injectable } from '@nestjs/common';
import { invalidCode, totpRequired } from '../domain/errors';
import { SecondFactors } from '../domain/second-factors';
import { SignInLog } from './sign-in-log';

/** For sign-ins without a password: what stands in its place does not stand for the second factor as well. */
@Injectable()
export class CodeDemand {
  constructor(
    private readonly secondFactors: SecondFactors,
    private readonly log: SignInLog,
  ) {}

  /** Answers whether a code was shown: those without a second factor need none. */
  async demand(userId: string, code: string | null): Promise<boolean> {
    const outcome = await this.secondFactors.check(userId, code);
    if (outcome === 'missing') throw totpRequired();
    if (outcome === 'wrong') {
      this.log.failed(userId, 'wrong_code');
      throw invalidCode();
    }
    return outcome === 'passed';
  }
}
