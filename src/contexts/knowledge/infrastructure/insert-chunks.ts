import { sql, type Statement } from '../../../platform/database/sql';
import { type Document } from '../domain/document';
import { type IndexedContent } from '../domain/documents';
import { packTerms } from './search/packed-terms';

const HASH_BYTES = 32;

/** All chunks in one statement; what is binary travels as one block that the database cuts up. */
export function insertChunks({ id, state }: Document, { chunks }: IndexedContent): Statement {
  const { workspaceId, contentVersion } = state;
  const terms = chunks.map((chunk) => packTerms(chunk.terms));
  let termsEnd = 0;
  const rows = chunks.map((chunk, i) => {
    const termsStart = termsEnd;
    termsEnd += terms[i]!.length;
    const { id: chunkId, ordinal, heading, text, startOffset, endOffset, pageFrom, pageTo, tokens } = chunk;
    const place = { ordinal, heading, startOffset, endOffset, pageFrom, pageTo };
    const slices = { termsAt: termsStart + 1, termsBytes: terms[i]!.length, hashAt: i * HASH_BYTES + 1 };
    return { id: chunkId, text, tokens, ...place, ...slices };
  });
  return sql`
    INSERT INTO knowledge.chunks (workspace_id, id, document_id, version, ordinal, heading, text, start_offset,
      end_offset, page_from, page_to, tokens, terms, content_hash)
    SELECT ${workspaceId}, id, ${id}, ${contentVersion}, ordinal, heading, text, "startOffset", "endOffset", "pageFrom",
      "pageTo", tokens,
      substring(${Buffer.concat(terms)}::bytea FROM "termsAt" FOR "termsBytes"),
      substring(${Buffer.concat(chunks.map(({ contentHash }) => contentHash))}::bytea FROM "hashAt" FOR ${HASH_BYTES})
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS chunk
      (id uuid, ordinal int, heading text, text text, "startOffset" int, "endOffset" int, "pageFrom" int, "pageTo" int, tokens int,
        "termsAt" int, "termsBytes" int, "hashAt" int)`;
}
