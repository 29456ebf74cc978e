import { type Schemas } from '@qdrant/js-client-rest';
import { type DocumentVectors, type VectorPoint } from '../../domain/vector-index';

type PointStruct = Schemas['PointStruct'];

/** Qdrant takes an empty list for none at all, which would open a document that nobody may find to everybody. */
const NOBODY = '(nobody)';

/** What points are found by; never a word of the text. */
export const INDEXED_FIELDS = {
  workspace_id: { type: 'keyword', is_tenant: true },
  document_id: { type: 'keyword' },
  version: { type: 'integer' },
  access: { type: 'keyword' },
} as const satisfies Record<string, Schemas['PayloadFieldSchema']>;

export type PayloadField = keyof typeof INDEXED_FIELDS;

/** Names that an access list may really hold. */
export const nameable = (readers: readonly string[]): string[] => readers.filter((name) => name !== NOBODY);

export function pointsOf(workspaceId: string, vectors: DocumentVectors): PointStruct[] {
  const payload = payloadOf(workspaceId, vectors);
  return vectors.points.map(({ chunkId, vector }: VectorPoint) => ({
    id: chunkId,
    vector: Array.from(vector),
    payload,
  }));
}

function payloadOf(
  workspaceId: string,
  { documentId, version, access }: DocumentVectors,
): Partial<Record<PayloadField, string | number | string[]>> {
  const everybody = { workspace_id: workspaceId, document_id: documentId, version };
  if (access === null) return everybody;
  return { ...everybody, access: access.length > 0 ? [...access] : [NOBODY] };
}
