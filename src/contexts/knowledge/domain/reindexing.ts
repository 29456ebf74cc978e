import { DomainError } from '../../../kernel/domain-error';

/** From the outside `ready` and `flipped` differ by one thing: whether searches use the new model yet. */
export const REINDEXING_STATUSES = ['running', 'ready', 'flipped', 'cancelled', 'failed'] as const;
export type ReindexingStatus = (typeof REINDEXING_STATUSES)[number];

/** Whether the workspace moves to the new model by itself, as soon as every text has a vector of it. */
export type Flips = 'automatically' | 'on_request';

/** A re-indexing that somebody has taken up. */
export interface Reindexing {
  readonly workspaceId: string;
  readonly id: string;
  readonly fromModel: string;
  readonly toModel: string;
  readonly flips: Flips;
  /** `flipped`: searches use the new model, and late documents are caught up with. */
  readonly status: 'running' | 'flipped';
  /** Null until they have been counted. */
  readonly total: number | null;
  /** The chunk up to which this pass has come; null: it starts. */
  readonly reached: string | null;
  /** Up to when the versions were carried to an index that is apart; null: not at all. */
  readonly carriedAt: Date | null;
  /** How often in a row it could not go on for a reason that does not pass by itself. */
  readonly setbacks: number;
  readonly lockVersion: number;
}

/** Whether searches use the model already: then a vector is missed as long as it is missing. */
export function isInUse({ status, fromModel, toModel }: Reindexing): boolean {
  return status === 'flipped' || fromModel === toModel;
}

/** A chunk's text without a vector of the new model. */
export interface UnembeddedText {
  readonly chunkId: string;
  readonly documentId: string;
  readonly contentHash: Buffer;
  readonly text: string;
}

interface ReindexingProblem {
  readonly code: string;
  readonly detail: string;
}

const UNEXPLAINED: ReindexingProblem = {
  code: 'reindexing_failed',
  detail: 'The re-indexing could not go on, although it was tried several times. It can be asked for again.',
};

export function problemOfReindexing(cause: Error): ReindexingProblem {
  return cause instanceof DomainError ? { code: cause.code, detail: cause.message } : UNEXPLAINED;
}
