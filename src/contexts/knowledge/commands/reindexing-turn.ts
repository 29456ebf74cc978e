import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { type Embedder } from '../domain/embedder';
import { Embedders } from '../domain/embedders';
import { isInUse, type Reindexing, type UnembeddedText } from '../domain/reindexing';
import { Reindexings } from '../domain/reindexings';
import { CarriedVersions } from './carried-versions';
import { ReindexingEnd } from './reindexing-end';

export const REINDEXING_LEASE_SECONDS = 90;
/** The lease outlasts it. */
const BATCH_TIMEOUT_MS = 60_000;
/** Then it is others' turn. */
const BATCHES_A_TURN = 20;

/**
 * Embeds what has no vector of the new model, pass after pass until one finds nothing: documents that arrive meanwhile
 * are embedded with the model in use and caught up with.
 */
@Injectable()
export class ReindexingTurn {
  constructor(
    private readonly reindexings: Reindexings,
    private readonly embedders: Embedders,
    private readonly carried: CarriedVersions,
    private readonly end: ReindexingEnd,
    private readonly faults: FaultPoints,
  ) {}

  /** Whether there is nothing left to do for now. */
  async take(reindexing: Reindexing): Promise<boolean> {
    const embedder = this.embedders.find(reindexing.toModel);
    if (!embedder) throw modelGone(reindexing);
    if (reindexing.total === null) await this.reindexings.countMissing(reindexing, embedder);
    let { reached } = reindexing;
    for (let batches = 0; batches < BATCHES_A_TURN;) {
      const missing = await this.reindexings.missing(reindexing, embedder, reached);
      if (missing.length === 0 && reached === null) {
        await this.end.reach(reindexing, embedder);
        return true;
      }
      if (missing.length > 0) {
        await this.embed(reindexing, embedder, missing);
        batches++;
      }
      reached = missing.at(-1)?.chunkId ?? null;
    }
    return false;
  }

  private async embed(
    reindexing: Reindexing,
    embedder: Embedder,
    texts: readonly UnembeddedText[],
  ): Promise<void> {
    const { workspaceId } = reindexing;
    const unique = [...new Map(texts.map((text) => [text.contentHash.toString('hex'), text])).values()];
    const request = { workspaceId, signal: AbortSignal.timeout(BATCH_TIMEOUT_MS) };
    const embeddings = await embedder.embed(
      unique.map(({ text }) => text),
      request,
    );
    await this.faults.reach('reindexing batch answered');
    const vectors = unique.map(({ contentHash }, i) => ({ contentHash, embedding: embeddings[i]! }));
    await this.reindexings.keep(reindexing, { vectors, texts }, REINDEXING_LEASE_SECONDS);
    if (isInUse(reindexing)) await this.carried.carry(reindexing, [...new Set(texts.map(documentOf))]);
  }
}

const documentOf = ({ documentId }: UnembeddedText) => documentId;

function modelGone({ toModel }: Reindexing): DomainError {
  return new DomainError({
    kind: 'unprocessable',
    code: 'unknown_embedding_model',
    detail: `This installation cannot embed with ${toModel} any more.`,
  });
}
