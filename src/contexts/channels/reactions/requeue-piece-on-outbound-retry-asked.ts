import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { RequeuePiece } from '../commands/requeue-piece.command';
import { OutboundRetryAsked } from '../contracts/outbound-retry-asked.event';

@EventsHandler(OutboundRetryAsked)
export class RequeuePieceOnOutboundRetryAsked implements IEventHandler<OutboundRetryAsked> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, aggregateId }: OutboundRetryAsked): Promise<void> {
    await this.commands.execute(new RequeuePiece(workspaceId, aggregateId));
  }
}
