import { type ChunkPage } from './stored-vectors';

/** What an index apart really holds of a workspace, for whoever compares it with the truth. */
export abstract class VectorInventory {
  /** The name that the home of these vectors has there. */
  abstract homeOf(workspaceId: string, model: string): string;
  abstract held(workspaceId: string, model: string, place: string | null): Promise<ChunkPage>;
  abstract absentAmong(workspaceId: string, model: string, chunkIds: readonly string[]): Promise<string[]>;
  abstract remove(workspaceId: string, model: string, chunkIds: readonly string[]): Promise<void>;
}
