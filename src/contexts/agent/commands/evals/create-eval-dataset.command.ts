import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, type FieldProblem } from '../../../../kernel/domain-error';
import { Database } from '../../../../platform/database/database';
import { foreignSchemaProblem } from '../../domain/foreign-schema';
import { JsonSchemas } from '../../domain/json-schemas';
import { type DatasetToStore, storeDataset, type StoredDataset, tooManyDatasets } from './dataset-rows';

export class CreateEvalDataset extends Command<StoredDataset> {
  constructor(
    readonly workspaceId: string,
    readonly dataset: DatasetToStore,
  ) {
    super();
  }
}

/** Repeatable: what was stored under this id is answered and not stored again. */
@CommandHandler(CreateEvalDataset)
export class CreateEvalDatasetHandler implements ICommandHandler<CreateEvalDataset> {
  constructor(
    private readonly database: Database,
    private readonly schemas: JsonSchemas,
  ) {}

  async execute({ workspaceId, dataset }: CreateEvalDataset): Promise<StoredDataset> {
    const flaws = this.flawsIn(dataset);
    if (flaws.length > 0) throw unusableSchemas(flaws);
    const [, , [stored] = []] = await this.database.batch(workspaceId, storeDataset(workspaceId, dataset));
    if (!stored) throw tooManyDatasets();
    return stored as StoredDataset;
  }

  private flawsIn({ cases }: DatasetToStore): FieldProblem[] {
    return cases.flatMap(({ schema }, i) => {
      const message = schema && (foreignSchemaProblem(schema) ?? this.schemas.schemaProblem(schema));
      return message ? [{ path: `cases[${i}].schema`, message }] : [];
    });
  }
}

const unusableSchemas = (errors: readonly FieldProblem[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'validation_failed',
    detail: errors.length === 1 ? 'One field is not valid.' : `${errors.length} fields are not valid.`,
    errors,
  });
