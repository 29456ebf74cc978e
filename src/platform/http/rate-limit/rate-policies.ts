import { Injectable } from '@nestjs/common';
import { Settings } from '../../../../config/settings';
import { perMinute, type RatePolicy } from './rate-limiter';

@Injectable()
export class RatePolicies {
  readonly enabled: boolean;
  readonly address: RatePolicy;
  /** Guesses at credentials must be counted, or not be taken at all. */
  readonly auth: RatePolicy;
  readonly workspace: RatePolicy;

  constructor({ rateLimit }: Settings) {
    this.enabled = rateLimit.enabled;
    this.address = perMinute('address', rateLimit.addressPerMinute);
    this.auth = perMinute('auth', rateLimit.authPerMinute, true);
    this.workspace = perMinute('workspace', rateLimit.workspacePerMinute);
  }
}
