import { Document, type DocumentState } from '../domain/document';

/** As every statement below reads it: SELECT ${...} is not possible, so the columns stand in each. */
export type DocumentRow = Omit<DocumentState, 'workspaceId' | 'problem'> & { readonly lockVersion: number };

export function fromRow(workspaceId: string, { lockVersion, ...row }: DocumentRow): Document {
  return Document.restore({ ...row, workspaceId, problem: null }, lockVersion);
}
