import { type Provider } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { SafeHttp } from '../../platform/outbound/safe-http';
import { type ChannelAdapter } from './domain/channel-adapter';
import { ChannelAdapters } from './domain/channel-adapters';
import { DiscordChannelAdapter } from './infrastructure/discord/discord.channel-adapter';
import { SlackChannelAdapter } from './infrastructure/slack/slack.channel-adapter';
import { SmsChannelAdapter } from './infrastructure/sms/sms.channel-adapter';
import { TelegramChannelAdapter } from './infrastructure/telegram/telegram.channel-adapter';
import { VoiceChannelAdapter } from './infrastructure/voice/voice.channel-adapter';
import { WebhookChannelAdapter } from './infrastructure/webhook/webhook.channel-adapter';
import { WhatsappChannelAdapter } from './infrastructure/whatsapp/whatsapp.channel-adapter';

/** One more channel is a folder beside theirs and a line here. */
function adaptersOf(
  http: SafeHttp,
  clock: Clock,
  { apiUrls }: Settings['channels'],
): readonly ChannelAdapter[] {
  return [
    new TelegramChannelAdapter(http, clock, apiUrls.telegram),
    new DiscordChannelAdapter(http, clock, apiUrls.discord),
    new SlackChannelAdapter(http, clock, apiUrls.slack),
    new WhatsappChannelAdapter(http, clock, apiUrls.whatsapp),
    new SmsChannelAdapter(http, clock, apiUrls.sms),
    new VoiceChannelAdapter(http, clock, apiUrls.voice),
    new WebhookChannelAdapter(http, clock),
  ];
}

export const ADAPTERS: Provider = {
  provide: ChannelAdapters,
  inject: [SafeHttp, Clock, Settings],
  useFactory: (http: SafeHttp, clock: Clock, { channels }: Settings) =>
    new ChannelAdapters(adaptersOf(http, clock, channels)),
};
