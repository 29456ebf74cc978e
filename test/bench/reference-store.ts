import { Pool, type QueryConfig } from 'pg';

/** What the reference server keeps: the least of a chat product, one prepared statement for each need. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS conversations (
    id uuid PRIMARY KEY, workspace text NOT NULL, title text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE IF NOT EXISTS messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, conversation uuid NOT NULL,
    role text NOT NULL, content text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX IF NOT EXISTS messages_of_conversation ON messages (conversation, id DESC);
  CREATE TABLE IF NOT EXISTS chunks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, workspace text NOT NULL, title text NOT NULL,
    content text NOT NULL, embedding bytea NOT NULL,
    words tsvector GENERATED ALWAYS AS (to_tsvector('english', content)) STORED);
  CREATE INDEX IF NOT EXISTS chunks_by_word ON chunks USING gin (words) WITH (fastupdate = off);`;

export interface StoredMessage {
  role: string;
  content: string;
}

export interface StoredChunk {
  title: string;
  content: string;
}

export class ReferenceStore {
  private readonly pool: Pool;

  constructor(databaseUrl: string) {
    this.pool = new Pool({ connectionString: databaseUrl, max: 16 });
    this.pool.on('error', () => undefined); // the database stops before us at the end of a benchmark
  }

  async prepare(): Promise<void> {
    await this.pool.query(SCHEMA);
  }

  async addConversation(id: string, workspace: string): Promise<void> {
    const text = 'INSERT INTO conversations (id, workspace, title) VALUES ($1, $2, $3)';
    await this.pool.query(text, [id, workspace, 'A conversation']);
  }

  async conversation(id: string, workspace: string): Promise<object | undefined> {
    const [row] = await this.rows<object>({
      name: 'conversation',
      text: 'SELECT id, title, created_at FROM conversations WHERE id = $1 AND workspace = $2',
      values: [id, workspace],
    });
    return row;
  }

  async lastMessages(conversation: string): Promise<StoredMessage[]> {
    const newestFirst = await this.rows<StoredMessage>({
      name: 'last-messages',
      text: 'SELECT role, content FROM messages WHERE conversation = $1 ORDER BY id DESC LIMIT 10',
      values: [conversation],
    });
    return newestFirst.reverse();
  }

  async addTurn(conversation: string, question: string, reply: string): Promise<void> {
    await this.pool.query({
      name: 'add-turn',
      text: `INSERT INTO messages (conversation, role, content) VALUES ($1, 'user', $2), ($1, 'assistant', $3)`,
      values: [conversation, question, reply],
    });
  }

  search(workspace: string, question: string): Promise<StoredChunk[]> {
    return this.rows<StoredChunk>({
      name: 'search',
      text: `SELECT title, content FROM chunks
             WHERE workspace = $1 AND words @@ websearch_to_tsquery('english', $2)
             ORDER BY ts_rank_cd(words, websearch_to_tsquery('english', $2)) DESC LIMIT 5`,
      values: [workspace, question],
    });
  }

  async addChunks(workspace: string, title: string, texts: string[], vectors: Float32Array[]): Promise<void> {
    await this.pool.query({
      name: 'add-chunks',
      text: `INSERT INTO chunks (workspace, title, content, embedding)
             SELECT $1, $2, * FROM unnest($3::text[], $4::bytea[])`,
      values: [workspace, title, texts, vectors.map((vector) => Buffer.from(vector.buffer))],
    });
  }

  private async rows<R extends object>(query: QueryConfig): Promise<R[]> {
    return (await this.pool.query<R>(query)).rows;
  }
}
