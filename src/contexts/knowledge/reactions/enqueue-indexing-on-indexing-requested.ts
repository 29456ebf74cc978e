import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { DispatchIndexing } from '../commands/dispatch-indexing.command';
import { IndexingRequested } from '../contracts/indexing-requested.event';

@EventsHandler(IndexingRequested)
export class EnqueueIndexingOnIndexingRequested implements IEventHandler<IndexingRequested> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId }: IndexingRequested): Promise<void> {
    await this.commands.execute(new DispatchIndexing(workspaceId));
  }
}
