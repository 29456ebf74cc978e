import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { DocumentDeleted } from '../contracts/document-deleted.event';
import { VectorIndex } from '../domain/vector-index';

@EventsHandler(DocumentDeleted)
export class WithdrawVectorsOnDocumentDeleted implements IEventHandler<DocumentDeleted> {
  constructor(private readonly vectors: VectorIndex) {}

  async handle({ workspaceId, aggregateId }: DocumentDeleted): Promise<void> {
    await this.vectors.withdraw(workspaceId, aggregateId);
  }
}
