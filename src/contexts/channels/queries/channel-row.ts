import { type PublicUrls } from '../../../platform/mail/public-urls';
import { type ChannelView } from './channel.view';

export interface ChannelRow extends Omit<ChannelView, 'credentials' | 'webhookUrl'> {
  readonly names: readonly string[];
  readonly rotating: readonly string[];
}

export function viewOf({ names, rotating, ...channel }: ChannelRow, urls: PublicUrls): ChannelView {
  const credentials = names.map((name) => ({ name, isRotating: rotating.includes(name) }));
  const webhookUrl = channel.kind === 'web' ? null : urls.api(`/channels/${channel.id}/webhook`);
  return { ...channel, credentials, webhookUrl };
}
