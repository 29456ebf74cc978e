import { type Provider } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { SafeHttp } from '../../platform/outbound/safe-http';
import { type ChannelAdapter } from './domain/channel-adapter';
import { ChannelAdapters } from './domain/channel-adapters';
import { TELEGRAM_API, TelegramAdapter } from './infrastructure/telegram/telegram.adapter';
import { WebhookAdapter } from './infrastructure/webhook/webhook.adapter';

/** One more channel is a folder beside theirs and a line here. */
function adaptersOf(
  http: SafeHttp,
  clock: Clock,
  { apiUrls }: Settings['channels'],
): readonly ChannelAdapter[] {
  return [new TelegramAdapter(http, apiUrls.telegram ?? TELEGRAM_API), new WebhookAdapter(http, clock)];
}

export const ADAPTERS: Provider = {
  provide: ChannelAdapters,
  inject: [SafeHttp, Clock, Settings],
  useFactory: (http: SafeHttp, clock: Clock, { channels }: Settings) =>
    new ChannelAdapters(adaptersOf(http, clock, channels)),
};
