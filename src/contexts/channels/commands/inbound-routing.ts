import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { DescribeAgent, type DescribedAgent } from '../../agent/contracts/describe-agent.query';
import { type Channel, DEFAULT_AGENT, DEFAULT_IDLE_MINUTES } from '../domain/channel';
import { type InboundEvent } from '../domain/inbound-event';
import { OpenedChannels } from './opened-channels';

export interface Route extends Pick<Channel, 'defaultModel' | 'idleMinutes'> {
  readonly agent: DescribedAgent;
}

const WITHOUT_CHANNEL = { agent: DEFAULT_AGENT, defaultModel: null, idleMinutes: DEFAULT_IDLE_MINUTES };

/** From a message to whoever answers it. */
@Injectable()
export class InboundRouting {
  constructor(
    private readonly channels: OpenedChannels,
    private readonly queries: QueryBus,
  ) {}

  async of({ workspaceId, source }: InboundEvent): Promise<Route> {
    const { channelId } = source;
    const channel = channelId === null ? WITHOUT_CHANNEL : await this.channels.find(workspaceId, channelId);
    if (!channel) throw notFound('channel');
    const agent = await this.queries.execute(new DescribeAgent(workspaceId, channel.agent));
    if (!agent) throw notFound('agent');
    const { defaultModel, idleMinutes } = channel;
    return { agent, defaultModel, idleMinutes };
  }
}
