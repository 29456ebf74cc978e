import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { RequeueFineTuning } from '../commands/requeue-fine-tuning.command';
import { FineTuningRetryAsked } from '../contracts/fine-tuning-retry-asked.event';

@EventsHandler(FineTuningRetryAsked)
export class RequeueFineTuningOnFineTuningRetryAsked implements IEventHandler<FineTuningRetryAsked> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, aggregateId }: FineTuningRetryAsked): Promise<void> {
    await this.commands.execute(new RequeueFineTuning(workspaceId, aggregateId));
  }
}
