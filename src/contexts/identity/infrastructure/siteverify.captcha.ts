import { isIP } from 'node:net';
import { Logger } from '@nestjs/common';
import { Captcha } from '../domain/captcha';

const TIMEOUT_MS = 3_000;

/** The protocol that Turnstile and hCaptcha share. */
export class SiteverifyCaptcha extends Captcha {
  readonly isAvailable = true;
  private readonly logger = new Logger(SiteverifyCaptcha.name);

  constructor(
    private readonly url: string,
    private readonly secret: string,
  ) {
    super();
  }

  /** While the service is down nothing counts as solved: the delays alone must then do. */
  async verify(token: string, address: string | null): Promise<boolean> {
    const form = new URLSearchParams({ secret: this.secret, response: token });
    // A network, which is how IPv6 clients are counted, is not what the service asks for.
    if (address && isIP(address)) form.set('remoteip', address);
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(this.url, { method: 'POST', body: form, redirect: 'error', signal });
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      return ((await answer.json()) as { success?: unknown } | null)?.success === true;
    } catch (error) {
      this.logger.warn(`A captcha could not be verified: ${(error as Error).message}`);
      return false;
    }
  }
}
