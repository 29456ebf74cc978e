import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { Ids } from '../../../kernel/ids';
import { type ChunkingOptions } from '../domain/chunking/chunk';
import { chunkingOptions } from '../domain/chunking/chunking-options';
import { contentHashOf, Ingestion, type Submission } from '../domain/ingestion';
import { Ingestions, type StartedIngestion } from '../domain/ingestions';

const TRIES = 5;

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
    private readonly ids: Ids,
  ) {}

  async execute({ workspaceId, submission }: StartIngestion): Promise<StartedIngestion> {
    const { ingestionId, documents } = submission;
    const complete = { ...submission, workspaceId, chunking: chunkingOptions(submission.chunking) };
    const hashes = documents.map(({ content }) => contentHashOf(content));
    for (let tries = 0; tries < TRIES; tries++) {
      const { started, knownHashes } = await this.ingestions.look(workspaceId, ingestionId, hashes);
      if (started) return started;
      const ingestion = Ingestion.start(complete, knownHashes, () => this.ids.next());
      if (await this.ingestions.start(ingestion)) {
        return { total: documents.length, skipped: ingestion.skipped };
      }
    }
    throw new DomainError({
      kind: 'conflict',
      code: 'concurrent_ingestion',
      detail: 'The same documents are being handed in by several requests at once. Try again.',
    });
  }
}
