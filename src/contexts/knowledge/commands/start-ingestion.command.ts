import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { Ids } from '../../../kernel/ids';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { type ChunkingOptions } from '../domain/chunking/chunk';
import { chunkingFor } from '../domain/chunking/chunking-options';
import { Ingestion } from '../domain/ingestion';
import { Ingestions } from '../domain/ingestions';
import { bytesOf, contentHashOf, type Submission } from '../domain/submission';
import { Quotas } from './quotas';

const TRIES = 5;

export interface StartedIngestion {
  readonly total: number;
  readonly skipped: number;
  /** In the order of the documents handed in: itself, or the one that has its content already. */
  readonly documentIds: readonly string[];
}

export class StartIngestion extends Command<StartedIngestion> {
  constructor(
    readonly workspaceId: string,
    readonly submission: Omit<Submission, 'workspaceId' | 'chunking'> & {
      readonly chunking: Partial<ChunkingOptions>;
    },
  ) {
    super();
  }
}

/** Repeatable: an ingestion that was started under this id is answered, not started again. */
@CommandHandler(StartIngestion)
export class StartIngestionHandler implements ICommandHandler<StartIngestion> {
  constructor(
    private readonly ingestions: Ingestions,
    private readonly quotas: Quotas,
    private readonly ids: Ids,
    private readonly faults: FaultPoints,
  ) {}

  async execute({ workspaceId, submission }: StartIngestion): Promise<StartedIngestion> {
    const { ingestionId, documents } = submission;
    const hashes = documents.map(contentHashOf);
    for (let tries = 0; tries < TRIES; tries++) {
      const { started, known, chunking } = await this.ingestions.look(workspaceId, ingestionId, hashes);
      if (started) return { ...started, documentIds: idsOf(hashes, known) };
      const complete = { ...submission, workspaceId, chunking: chunkingFor(submission.chunking, chunking) };
      const ingestion = Ingestion.start(complete, known, () => this.ids.next());
      if (await this.store(ingestion)) {
        await this.faults.reach('K2 committed');
        const documentIds = idsOf(hashes, ingestion.documentIds);
        return { total: documents.length, skipped: ingestion.skipped, documentIds };
      }
    }
    throw new DomainError({
      kind: 'conflict',
      code: 'concurrent_ingestion',
      detail: 'The same documents are being handed in by several requests at once. Try again.',
    });
  }

  private async store(ingestion: Ingestion): Promise<boolean> {
    const { submission, accepted } = ingestion;
    const storageBytes = accepted.reduce((sum, document) => sum + bytesOf(document), 0);
    const limits = await this.quotas.limitsFor(submission.workspaceId, {
      documents: accepted.length,
      storageBytes,
    });
    return this.ingestions.start(ingestion, limits);
  }
}

function idsOf(hashes: readonly string[], known: ReadonlyMap<string, string>): string[] {
  return hashes.flatMap((hash) => known.get(hash) ?? []);
}
