import { type Client } from 'pg';
import { type CollectionDocument } from './retrieval-collection';

/** What PostgreSQL's own search makes of the same documents: any of the words, in the order of ts_rank_cd. */
export class PostgresFullText {
  private constructor(private readonly database: Client) {}

  static async of(documents: CollectionDocument[], database: Client): Promise<PostgresFullText> {
    await database.query(`
      CREATE TEMPORARY TABLE full_text (id text, words tsvector);
      CREATE INDEX ON full_text USING gin (words)`);
    await database.query(
      `INSERT INTO full_text SELECT id, to_tsvector('english', title || ' ' || content)
       FROM jsonb_to_recordset($1::jsonb) AS document (id text, title text, content text)`,
      [JSON.stringify(documents)],
    );
    return new PostgresFullText(database);
  }

  async rank(query: string): Promise<string[]> {
    const { rows } = await this.database.query<{ id: string }>(
      `SELECT id FROM full_text,
         (SELECT replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery AS any_word) AS asked
       WHERE words @@ any_word ORDER BY ts_rank_cd(words, any_word) DESC LIMIT 50`,
      [query],
    );
    return rows.map(({ id }) => id);
  }
}
