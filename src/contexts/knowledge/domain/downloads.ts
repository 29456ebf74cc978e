import { type UploadedFile } from './parsing/document-parser';

/** Fetches what lies at a public address; never what lies behind one. */
export abstract class Downloads {
  abstract fetch(workspaceId: string, url: string, signal: AbortSignal): Promise<UploadedFile>;
}
