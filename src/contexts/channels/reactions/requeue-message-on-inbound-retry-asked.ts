import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { RequeueMessage } from '../commands/requeue-message.command';
import { InboundRetryAsked } from '../contracts/inbound-retry-asked.event';

@EventsHandler(InboundRetryAsked)
export class RequeueMessageOnInboundRetryAsked implements IEventHandler<InboundRetryAsked> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, aggregateId }: InboundRetryAsked): Promise<void> {
    await this.commands.execute(new RequeueMessage(workspaceId, aggregateId));
  }
}
