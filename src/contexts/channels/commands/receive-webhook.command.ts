import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { type Channel } from '../domain/channel';
import {
  type ChannelAdapter,
  type ParsedRequest,
  type ProviderAnswer,
  type ProviderRequest,
} from '../domain/channel-adapter';
import { ChannelAdapters } from '../domain/channel-adapters';
import { unreadableEvent, webhookRefused } from '../domain/channel-errors';
import { InboundDoor } from './inbound-door';
import { MessageRate } from './message-rate';
import { CalledChannels } from './called-channels';

export type SignedRequest = ProviderRequest;

export class ReceiveWebhook extends Command<ProviderAnswer> {
  constructor(
    readonly channelId: string,
    readonly request: SignedRequest,
  ) {
    super();
  }
}

/** Verified before it is read, kept before it is answered, and worked on by somebody else. */
@CommandHandler(ReceiveWebhook)
export class ReceiveWebhookHandler implements ICommandHandler<ReceiveWebhook> {
  constructor(
    private readonly channels: CalledChannels,
    private readonly adapters: ChannelAdapters,
    private readonly rate: MessageRate,
    private readonly door: InboundDoor,
  ) {}

  async execute({ channelId, request }: ReceiveWebhook): Promise<ProviderAnswer> {
    const channel = await this.channels.find(channelId);
    const adapter = channel && this.adapters.find(channel.kind);
    if (!adapter || adapter.refusalOf(request, channel.credentials) !== null) throw webhookRefused();
    await this.rate.take(`channel:${channel.id}`);
    const { messages, answer } = parsed(adapter, request, channel);
    const source = { channelId: channel.id, kind: channel.kind, name: channel.id };
    for (const message of messages) await this.door.take(channel.workspaceId, source, message);
    return answer;
  }
}

/** Whatever a provider sends that its adapter cannot make sense of is the request's fault, not ours. */
function parsed(adapter: ChannelAdapter, request: ProviderRequest, channel: Channel): ParsedRequest {
  try {
    return adapter.parse(request, channel.credentials);
  } catch (error) {
    throw error instanceof DomainError ? error : unreadableEvent();
  }
}
