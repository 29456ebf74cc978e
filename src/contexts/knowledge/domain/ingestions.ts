import { type ChunkingOptions } from './chunking/chunk';
import { type Ingestion } from './ingestion';

export interface WorkspaceContents {
  /** What was stored when this ingestion was started before. */
  readonly started: { readonly total: number; readonly skipped: number } | null;
  /** Those of the hashes whose content the workspace has, each with its document. */
  readonly known: ReadonlyMap<string, string>;
  /** How this workspace wants its documents cut up, where it has said so. */
  readonly chunking: Partial<ChunkingOptions>;
}

export interface Usage {
  readonly documents: number;
  readonly storageBytes: number;
}

/** Null: no limit. */
export type Limits = { readonly [resource in keyof Usage]: number | null };

export abstract class Ingestions {
  abstract look(
    workspaceId: string,
    ingestionId: string,
    hashes: readonly string[],
  ): Promise<WorkspaceContents>;
  /** Of what is not deleted. */
  abstract usage(workspaceId: string): Promise<Usage>;
  /**
   * False when somebody else has stored this ingestion, or one of its contents, since the look, or when it would go
   * beyond a limit.
   */
  abstract start(ingestion: Ingestion, limits: Limits): Promise<boolean>;
}
