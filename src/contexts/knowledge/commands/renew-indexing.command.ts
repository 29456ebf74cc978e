import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import {
  type DocumentToIndex,
  type IndexingPriority,
  IndexingRequested,
} from '../contracts/indexing-requested.event';

/** A long queue is not a lost one: what only waits is asked for again no oftener than this. */
const NEXT_LOOK_SECONDS = 40;

export class RenewIndexing extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly documents: readonly DocumentToIndex[],
    readonly priority: IndexingPriority,
  ) {
    super();
  }
}

/** Asks again for documents whose job may be lost. Where it is not, the queue knows it by the generation. */
@CommandHandler(RenewIndexing)
export class RenewIndexingHandler implements ICommandHandler<RenewIndexing> {
  constructor(private readonly store: AggregateStore) {}

  async execute({ workspaceId, documents, priority }: RenewIndexing): Promise<void> {
    const lookAgainLater = sql`
      UPDATE knowledge.documents
      SET lease_until = now() + make_interval(secs => ${NEXT_LOOK_SECONDS})
      WHERE workspace_id = ${workspaceId} AND id = ANY (${documents.map(({ id }) => id)}::uuid[]) AND lease_until < now()`;
    const request = new IndexingRequested(workspaceId, workspaceId, documents, priority);
    await this.store.commit(workspaceId, [lookAgainLater], [request]);
  }
}
