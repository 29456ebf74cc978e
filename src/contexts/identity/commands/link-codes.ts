import { Injectable } from '@nestjs/common';
import { invalidLink } from '../domain/errors';
import { type GoodLink, OneTimeLinks } from '../domain/one-time-links';
import { CodeDemand } from './code-demand';

/** A link stands for the password, not for the second factor of those who have one. */
@Injectable()
export class LinkCodes {
  constructor(
    private readonly codes: CodeDemand,
    private readonly links: OneTimeLinks,
  ) {}

  /** A missing code leaves the link good; wrong ones do so a few times. Answers whether a code was shown. */
  async demand({ id, userId }: GoodLink, code: string | null): Promise<boolean> {
    if (code !== null && !(await this.links.countCode(id))) throw invalidLink();
    return this.codes.demand(userId, code);
  }
}
