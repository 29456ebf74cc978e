import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { Ids } from '../../../kernel/ids';
import { audited } from '../../../platform/audit/audited';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { ReindexingRequested } from '../contracts/reindexing-requested.event';
import { Embedders } from '../domain/embedders';
import { type Flips } from '../domain/reindexing';

interface WantedReindexing {
  readonly model: string;
  readonly flips: Flips;
  readonly requestedBy: string | null;
}

/** Answers the id of the re-indexing. */
export class StartReindexing extends Command<string> {
  constructor(
    readonly workspaceId: string,
    readonly wanted: WantedReindexing,
  ) {
    super();
  }
}

/** Also to the model that is in use already: then it fills in the vectors that are missing. */
@CommandHandler(StartReindexing)
export class StartReindexingHandler implements ICommandHandler<StartReindexing> {
  constructor(
    private readonly store: AggregateStore,
    private readonly embedders: Embedders,
    private readonly ids: Ids,
  ) {}

  async execute({ workspaceId, wanted }: StartReindexing): Promise<string> {
    const { model, flips, requestedBy } = wanted;
    if (!this.embedders.find(model)) throw unknownModel(this.embedders.models);
    const id = this.ids.next();
    const rows = [
      sql`
        INSERT INTO knowledge.reindexings (workspace_id, id, from_model, to_model, flips, requested_by)
        SELECT ${workspaceId}, ${id}, coalesce(
          (SELECT embedding_model FROM knowledge.settings AS settings WHERE settings.workspace_id = ${workspaceId}),
          ${this.embedders.defaultModel}), ${model}, ${flips}, ${requestedBy}`,
      audited({
        action: 'knowledge.reindexing_started',
        subject: { kind: 'reindexing', id },
        detail: { model },
      }),
    ];
    try {
      await this.store.commit(workspaceId, rows, [new ReindexingRequested(workspaceId, id)]);
    } catch (error) {
      throw violatedConstraint(error) === 'reindexings_open' ? alreadyOpen() : error;
    }
    return id;
  }
}

function unknownModel(models: readonly string[]): DomainError {
  const message = `must be one of ${models.join(', ')}`;
  return new DomainError({
    kind: 'invalid',
    code: 'unknown_embedding_model',
    detail: `This installation cannot embed with that model. The model ${message}.`,
    errors: [{ path: 'model', message }],
  });
}

function alreadyOpen(): DomainError {
  return new DomainError({
    kind: 'conflict',
    code: 'reindexing_open',
    detail: 'The workspace is being re-indexed already. Wait for the end, flip it or cancel it first.',
  });
}
