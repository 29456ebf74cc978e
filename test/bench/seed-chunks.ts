import { createHash, randomUUID } from 'node:crypto';
import { type Client } from 'pg';
import { termsOfPassage } from '../../src/contexts/knowledge/domain/passage-terms';
import { packTerms } from '../../src/contexts/knowledge/infrastructure/search/packed-terms';
import { packVectors } from '../../src/contexts/knowledge/infrastructure/search/packed-vector';
import { SnowballStemmers } from '../../src/contexts/knowledge/infrastructure/snowball.stemmers';
import { type NaturalText } from './natural-text';

const MODEL = 'local-lexical-384';
const DIMENSIONS = 384;
const WORDS_PER_CHUNK = 300;
const CHUNKS_PER_DOCUMENT = 100;
const HASH_BYTES = 32;

/** Chunks as ingestion would have left them, straight into the tables: through the queue they would take an hour. */
export async function seedChunks(
  database: Client,
  workspaceId: string,
  count: number,
  text: NaturalText,
): Promise<void> {
  const ingestionId = randomUUID();
  await database.query(
    'INSERT INTO knowledge.ingestions (workspace_id, id, total, skipped) VALUES ($1, $2, $3, 0)',
    [workspaceId, ingestionId, Math.ceil(count / CHUNKS_PER_DOCUMENT)],
  );
  for (let done = 0; done < count; done += CHUNKS_PER_DOCUMENT) {
    const chunks = Array.from({ length: Math.min(CHUNKS_PER_DOCUMENT, count - done) }, () =>
      text.sentence(WORDS_PER_CHUNK),
    );
    await insertDocument(database, { workspaceId, ingestionId, title: `Record ${done}` }, chunks, text);
  }
}

/** The chunks of one workspace in another one, with ids of their own. */
export async function copyChunks(database: Client, from: string, to: string): Promise<void> {
  const inTo = (column: string): string => `md5(${column}::text || '${to}')::uuid`;
  await database.query(`
    INSERT INTO knowledge.ingestions (workspace_id, id, total, skipped)
    SELECT '${to}', ${inTo('id')}, total, skipped FROM knowledge.ingestions WHERE workspace_id = '${from}';
    INSERT INTO knowledge.documents (workspace_id, id, ingestion_id, title, metadata, content, content_hash, chunking,
      priority, status, lease_until, live_version)
    SELECT '${to}', ${inTo('id')}, ${inTo('ingestion_id')}, title, metadata, content, content_hash, chunking,
      priority, status, lease_until, live_version FROM knowledge.documents WHERE workspace_id = '${from}';
    INSERT INTO knowledge.chunks (workspace_id, id, document_id, version, ordinal, text, start_offset, end_offset,
      tokens, terms, content_hash)
    SELECT '${to}', ${inTo('id')}, ${inTo('document_id')}, version, ordinal, text, start_offset, end_offset, tokens,
      terms, content_hash FROM knowledge.chunks WHERE workspace_id = '${from}';
    INSERT INTO knowledge.embeddings (workspace_id, model, content_hash, embedding)
    SELECT '${to}', model, content_hash, embedding FROM knowledge.embeddings WHERE workspace_id = '${from}'`);
}

async function insertDocument(
  database: Client,
  { workspaceId, ingestionId, title }: { workspaceId: string; ingestionId: string; title: string },
  texts: string[],
  natural: NaturalText,
): Promise<void> {
  const documentId = randomUUID();
  await database.query(
    `INSERT INTO knowledge.documents (workspace_id, id, ingestion_id, title, metadata, content, content_hash, chunking,
       priority, status, lease_until, live_version)
     VALUES ($1, $2, $3, $4, '{}', '', $5, '{}', 'normal', 'ready', now(), 1)`,
    [workspaceId, documentId, ingestionId, title, hashOf(documentId)],
  );
  const stemmers = new SnowballStemmers();
  const hashes = texts.map(hashOf);
  const terms = texts.map((text) =>
    packTerms(termsOfPassage({ title, heading: null, text }, null, stemmers)),
  );
  let termsEnd = 1;
  const rows = texts.map((text, ordinal) => {
    const length = terms[ordinal]!.length;
    const termsAt = termsEnd;
    termsEnd += length;
    return { id: randomUUID(), ordinal, text, termsAt, length };
  });
  await database.query(
    `INSERT INTO knowledge.chunks (workspace_id, id, document_id, version, ordinal, text, start_offset, end_offset,
       tokens, terms, content_hash)
     SELECT $1, id, $2, 1, ordinal, text, 0, 1, 1, substring($3::bytea FROM "termsAt" FOR length),
       substring($4::bytea FROM ${HASH_BYTES} * ordinal + 1 FOR ${HASH_BYTES})
     FROM jsonb_to_recordset($5::jsonb) AS chunk (id uuid, ordinal int, text text, "termsAt" int, length int)`,
    [workspaceId, documentId, Buffer.concat(terms), Buffer.concat(hashes), JSON.stringify(rows)],
  );
  await insertVectors(database, workspaceId, hashes, natural);
}

async function insertVectors(
  database: Client,
  workspaceId: string,
  hashes: Buffer[],
  natural: NaturalText,
): Promise<void> {
  const vectors = packVectors(hashes.map(() => natural.vector(DIMENSIONS)));
  const bytes = vectors.length / hashes.length;
  await database.query(
    `INSERT INTO knowledge.embeddings (workspace_id, model, content_hash, embedding)
     SELECT $1, $2, substring($3::bytea FROM ${HASH_BYTES} * at + 1 FOR ${HASH_BYTES}),
       substring($4::bytea FROM ${bytes} * at + 1 FOR ${bytes})
     FROM generate_series(0, ${hashes.length - 1}) AS at ON CONFLICT DO NOTHING`,
    [workspaceId, MODEL, Buffer.concat(hashes), vectors],
  );
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
