export const CHANNEL_KINDS = [
  'web',
  'telegram',
  'discord',
  'slack',
  'whatsapp',
  'sms',
  'voice',
  'email',
  'webhook',
] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];
