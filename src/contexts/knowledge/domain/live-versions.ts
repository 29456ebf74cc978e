import { type DocumentVectors } from './vector-index';

export interface ChangedSince {
  /** Null: all of them. */
  readonly since: Date | null;
  /** In the order of their ids; null: from the first. */
  readonly afterId: string | null;
  readonly limit: number;
}

/** The versions of documents that are searched, with as many of their vectors as there are of a model. */
export abstract class LiveVersions {
  abstract changedSince(workspaceId: string, model: string, which: ChangedSince): Promise<DocumentVectors[]>;
  abstract of(workspaceId: string, model: string, documentIds: readonly string[]): Promise<DocumentVectors[]>;
  /** Which version is searched now, by the document's id; a document that is gone, or has none, is left out. */
  abstract numbersOf(
    workspaceId: string,
    documentIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
}
