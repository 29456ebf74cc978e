import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { Documents } from '../domain/documents';

export class RequeueDocument extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
  ) {
    super();
  }
}

@CommandHandler(RequeueDocument)
export class RequeueDocumentHandler implements ICommandHandler<RequeueDocument> {
  constructor(private readonly documents: Documents) {}

  async execute({ workspaceId, documentId }: RequeueDocument): Promise<void> {
    const document = await this.documents.find(workspaceId, documentId);
    if (document?.state.status !== 'failed') return;
    document.requeue();
    try {
      await this.documents.save(document);
    } catch (error) {
      // The same text was handed in again meanwhile: the workspace has it, or will have it.
      if (violatedConstraint(error) !== 'documents_content') throw error;
    }
  }
}
