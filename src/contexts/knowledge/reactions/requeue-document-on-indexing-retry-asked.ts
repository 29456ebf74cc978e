import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { RequeueDocument } from '../commands/requeue-document.command';
import { IndexingRetryAsked } from '../contracts/indexing-retry-asked.event';

@EventsHandler(IndexingRetryAsked)
export class RequeueDocumentOnIndexingRetryAsked implements IEventHandler<IndexingRetryAsked> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, aggregateId }: IndexingRetryAsked): Promise<void> {
    await this.commands.execute(new RequeueDocument(workspaceId, aggregateId));
  }
}
