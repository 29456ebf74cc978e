import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Settings } from '../../../../config/settings';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { windowFor } from '../domain/dispatch-window';
import { Documents } from '../domain/documents';
import { IndexingQueue } from '../domain/indexing-queue';

export class DispatchIndexing extends Command<void> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

/**
 * Gives the queue as many documents of a workspace as its window has room for. The rest waits in the database, so that
 * a workspace with a thousand documents is never a thousand jobs ahead of one with a single document. Repeatable: the
 * queue knows a job by its document's generation.
 */
@CommandHandler(DispatchIndexing)
export class DispatchIndexingHandler implements ICommandHandler<DispatchIndexing> {
  private readonly window: number;

  constructor(
    private readonly documents: Documents,
    private readonly queue: IndexingQueue,
    private readonly faults: FaultPoints,
    settings: Settings,
  ) {
    this.window = windowFor(settings.queue.concurrency.ingest);
  }

  async execute({ workspaceId }: DispatchIndexing): Promise<void> {
    const { documents } = await this.documents.nextToDispatch(workspaceId, this.window);
    if (documents.length === 0) return;
    await this.faults.reach('K3 claimed');
    await this.queue.add(workspaceId, documents);
    await this.faults.reach('K4 enqueued');
    await this.documents.noteDispatched(workspaceId, documents);
  }
}
