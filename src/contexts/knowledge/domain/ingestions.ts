import { type Ingestion } from './ingestion';

export interface StartedIngestion {
  readonly total: number;
  readonly skipped: number;
}

export interface WorkspaceContents {
  /** What was stored when this ingestion was started before. */
  readonly started: StartedIngestion | null;
  /** Those of the hashes whose content the workspace has. */
  readonly knownHashes: ReadonlySet<string>;
}

export abstract class Ingestions {
  abstract look(
    workspaceId: string,
    ingestionId: string,
    hashes: readonly string[],
  ): Promise<WorkspaceContents>;
  /** False when somebody else has stored this ingestion, or one of its contents, since the look. */
  abstract start(ingestion: Ingestion): Promise<boolean>;
}
