import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { TellProgress } from '../commands/tell-progress.command';
import { DocumentSettled } from '../contracts/document-settled.event';

@EventsHandler(DocumentSettled)
export class TellProgressOnDocumentSettled implements IEventHandler<DocumentSettled> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, aggregateId }: DocumentSettled): Promise<void> {
    await this.commands.execute(new TellProgress(workspaceId, aggregateId));
  }
}
