import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import {
  distinctExamples,
  FEWEST_EXAMPLES,
  type TrainingExample,
} from '../domain/training/training-examples';

export interface NewTrainingSet {
  readonly id: string;
  readonly name: string;
  readonly examples: readonly TrainingExample[];
  readonly createdBy: string | null;
}

export interface CreatedTrainingSet {
  readonly id: string;
  readonly total: number;
  readonly skipped: number;
  /** The workspace had the same examples already. */
  readonly duplicate: boolean;
}

export class CreateTrainingSet extends Command<CreatedTrainingSet> {
  constructor(
    readonly workspaceId: string,
    readonly trainingSet: NewTrainingSet,
  ) {
    super();
  }
}

/** Repeatable: what was stored under this id, or with these examples, is answered and not stored again. */
@CommandHandler(CreateTrainingSet)
export class CreateTrainingSetHandler implements ICommandHandler<CreateTrainingSet> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, trainingSet }: CreateTrainingSet): Promise<CreatedTrainingSet> {
    const { id, name, createdBy } = trainingSet;
    const { examples, skipped, contentHash } = distinctExamples(trainingSet.examples);
    if (examples.length < FEWEST_EXAMPLES) throw tooFew(examples.length);
    const [, stored = []] = await this.database.batch(workspaceId, [
      sql`
        INSERT INTO knowledge.training_sets
          (workspace_id, id, name, examples, total, skipped, content_hash, created_by)
        VALUES (${workspaceId}, ${id}, ${name}, ${JSON.stringify(examples)}::jsonb, ${examples.length}, ${skipped},
          decode(${contentHash}, 'hex'), ${createdBy})
        ON CONFLICT DO NOTHING`,
      sql`
        SELECT id, total, skipped FROM knowledge.training_sets
        WHERE workspace_id = ${workspaceId} AND content_hash = decode(${contentHash}, 'hex')`,
    ]);
    const found = stored[0] as Omit<CreatedTrainingSet, 'duplicate'> | undefined;
    if (!found) throw goneMeanwhile();
    return { ...found, duplicate: found.id !== id };
  }
}

function tooFew(distinct: number): DomainError {
  return new DomainError({
    kind: 'invalid',
    code: 'too_few_examples',
    detail: `A model learns from ${FEWEST_EXAMPLES} different examples or more; these are ${distinct}.`,
    errors: [{ path: 'examples', message: `must have at least ${FEWEST_EXAMPLES} different items` }],
  });
}

/** Another request stored the same examples and deleted them, all within this one. */
function goneMeanwhile(): DomainError {
  return new DomainError({
    kind: 'conflict',
    code: 'concurrent_change',
    detail: 'The same training set was deleted at the same moment. Try again.',
  });
}
