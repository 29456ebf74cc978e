import { Captcha } from '../domain/captcha';

/** Without a service for it, growing delays are all that slows guessing down. */
export class NoCaptcha extends Captcha {
  readonly isAvailable = false;

  verify(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
