import { sql, type Statement } from '../../../platform/database/sql';
import { type Document } from '../domain/document';
import { type IndexedContent } from '../domain/documents';
import { chunkIdOf } from './chunk-id';
import { packTerms } from './search/packed-terms';
import { packVectors } from './search/packed-vector';

/** All chunks in one statement; what is binary travels as two blocks that the database cuts up. */
export function insertChunks({ id, state }: Document, { chunks, embeddingModel }: IndexedContent): Statement {
  const { workspaceId, contentVersion } = state;
  const terms = chunks.map((chunk) => packTerms(chunk.terms));
  const vectorBytes = chunks[0]!.embedding.byteLength;
  let termsEnd = 0;
  const rows = chunks.map((chunk, i) => {
    const termsStart = termsEnd;
    termsEnd += terms[i]!.length;
    const { ordinal, heading, text, startOffset, endOffset, tokens } = chunk;
    const chunkId = chunkIdOf(id, contentVersion, ordinal);
    const slices = { termsAt: termsStart + 1, termsBytes: terms[i]!.length, vectorAt: i * vectorBytes + 1 };
    return { id: chunkId, ordinal, heading, text, startOffset, endOffset, tokens, ...slices };
  });
  return sql`
    INSERT INTO knowledge.chunks (workspace_id, id, document_id, version, ordinal, heading, text, start_offset,
      end_offset, tokens, terms, embedding, embedding_model)
    SELECT ${workspaceId}, id, ${id}, ${contentVersion}, ordinal, heading, text, "startOffset", "endOffset", tokens,
      substring(${Buffer.concat(terms)}::bytea FROM "termsAt" FOR "termsBytes"),
      substring(${packVectors(chunks.map(({ embedding }) => embedding))}::bytea FROM "vectorAt" FOR ${vectorBytes}),
      ${embeddingModel}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS chunk
      (id uuid, ordinal int, heading text, text text, "startOffset" int, "endOffset" int, tokens int,
        "termsAt" int, "termsBytes" int, "vectorAt" int)`;
}
