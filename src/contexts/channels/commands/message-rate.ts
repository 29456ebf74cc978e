import { Injectable } from '@nestjs/common';
import { Settings } from '../../../../config/settings';
import { perMinute, RateLimiter } from '../../../platform/http/rate-limit/rate-limiter';
import { tooManyMessages } from '../domain/channel-errors';

/** A bucket for each channel, and for what an integration sends on: no stranger can flood the others. */
@Injectable()
export class MessageRate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly settings: Settings,
  ) {}

  async take(key: string): Promise<void> {
    const { rateLimit, channels } = this.settings;
    if (!rateLimit.enabled) return;
    const policy = perMinute('messages', channels.messagesPerMinute);
    const { allowed, retryAfterSeconds } = await this.limiter.take(key, policy);
    if (!allowed) throw tooManyMessages(channels.messagesPerMinute, retryAfterSeconds);
  }
}
