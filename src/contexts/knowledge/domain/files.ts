import { type UploadedFile } from './parsing/document-parser';

export interface StoredFile extends UploadedFile {
  readonly id: string;
}

/** The files that people have handed in, as they were. */
export abstract class Files {
  abstract find(workspaceId: string, fileId: string): Promise<StoredFile | null>;
}
