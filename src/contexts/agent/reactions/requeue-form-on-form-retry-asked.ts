import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { RequeueForm } from '../commands/requeue-form.command';
import { FormRetryAsked } from '../contracts/form-retry-asked.event';

@EventsHandler(FormRetryAsked)
export class RequeueFormOnFormRetryAsked implements IEventHandler<FormRetryAsked> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, aggregateId }: FormRetryAsked): Promise<void> {
    await this.commands.execute(new RequeueForm(workspaceId, aggregateId));
  }
}
