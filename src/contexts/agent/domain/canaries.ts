import { type VersionRecord } from './canary-judgement';

export interface ComparedVersions {
  readonly id: string;
  readonly trial: VersionRecord;
  readonly stable: VersionRecord;
}

/** Trials of one version of an agent against the one that answers. */
export abstract class Canaries {
  /** The one that runs, with what the kept turns of both versions say; null: none runs. */
  abstract compare(workspaceId: string, slug: string): Promise<ComparedVersions | null>;
}
