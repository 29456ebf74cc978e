import { type VariableReader } from './reader';
import { type ChannelSettings, type ProviderKind } from './settings';

const PROVIDERS: readonly ProviderKind[] = [
  'telegram',
  'discord',
  'slack',
  'whatsapp',
  'sms',
  'voice',
  'email',
];

export function readChannels(read: VariableReader): ChannelSettings {
  return {
    apiUrls: readApiUrls(read),
    attempts: read.integer('CHANNEL_ATTEMPTS', 8, [1, 20]),
    backoffMs: read.integer('CHANNEL_BACKOFF_MS', 1_000, [10, 600_000]),
    messagesPerMinute: read.integer('CHANNEL_MESSAGES_PER_MINUTE', 600, [1, 1_000_000]),
  };
}

/** A gateway in front of a provider, or a server of one's own that speaks its language. */
function readApiUrls(read: VariableReader): ChannelSettings['apiUrls'] {
  const urls = PROVIDERS.map((kind) => {
    const url = read.url(`CHANNEL_API_${kind.toUpperCase()}_URL`, ['http:', 'https:']);
    return [kind, url?.replace(/\/+$/, '')] as const;
  });
  return Object.fromEntries(urls.filter(([, url]) => url !== undefined));
}
