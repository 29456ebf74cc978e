import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually } from '../support/eventually';
import { seeAllWorkspaces } from '../support/see-all-workspaces';

export interface StoredRow {
  readonly table: string;
  readonly text: string;
}

const TABLES = `
  SELECT c.oid::regclass::text AS name, EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = c.oid AND attname = 'workspace_id' AND NOT attisdropped) AS "isTenants"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg_%'
  ORDER BY 1`;

/** As the tables' owner, who is bound by row-level security as long as it is forced. */
export class EverythingStored {
  private constructor(private readonly owner: Client) {}

  static async of(ownerUrl: string): Promise<EverythingStored> {
    const owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    await seeAllWorkspaces(owner);
    return new EverythingStored(owner);
  }

  async query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.owner.query(text, values)).rows as Row[];
  }

  async tables(): Promise<readonly { name: string; isTenants: boolean }[]> {
    return this.query(TABLES);
  }

  /** Every row of every table of every schema. */
  async rows(): Promise<StoredRow[]> {
    const found: StoredRow[] = [];
    for (const { name } of await this.tables()) {
      const rows = await this.query<{ text: string }>(`SELECT held::text AS text FROM ${name} AS held`);
      found.push(...rows.map(({ text }) => ({ table: name, text })));
    }
    return found;
  }

  /** Where one of the words is found: as text, and as the bytes of a binary column. */
  async find(...words: readonly string[]): Promise<string[]> {
    const needles = words.flatMap((word) => [word.toLowerCase(), Buffer.from(word).toString('hex')]);
    const rows = await this.rows();
    return rows
      .filter(({ text }) => needles.some((needle) => text.toLowerCase().includes(needle)))
      .map(({ table, text }) => `${table}: ${text.slice(0, 200)}`);
  }

  /** What a workspace holds, a print of each table: the same as long as nothing has changed. */
  async printsOf(workspaceId: string): Promise<Record<string, string>> {
    const tables = (await this.tables()).filter(
      ({ name, isTenants }) => isTenants && !/audit|bullmq/.test(name),
    );
    const prints = tables.map(
      ({ name }) => `SELECT '${name}' AS name, md5(string_agg(held::text, '' ORDER BY held::text)) AS print
        FROM ${name} AS held WHERE workspace_id = $1 AND '${name}' <> 'identity.sessions'`,
    );
    const rows = await this.query<{ name: string; print: string }>(prints.join(' UNION ALL '), [workspaceId]);
    return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
  }

  /** Once nothing is under way any more that could still write. */
  async settled(): Promise<void> {
    await eventually(async () => {
      const [waiting] = await this.query<{ rows: number }>(`
        SELECT (SELECT count(*) FROM platform.outbox WHERE published_at IS NULL)
          + (SELECT count(*) FROM platform.deliveries WHERE state = 'pending')
          + (SELECT count(*) FROM platform.mails WHERE sent_at IS NULL AND failed_at IS NULL) AS rows`);
      expect(Number(waiting!.rows)).toBe(0);
    }, 15_000);
  }

  close(): Promise<void> {
    return this.owner.end();
  }
}

/** Files of ours: PostgreSQL's own are what the tables say. */
export function filesWith(directory: string, ...words: readonly string[]): string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('postgres'))
    .map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => {
    const text = readFileSync(file, 'utf8').toLowerCase();
    return words.some((word) => text.includes(word.toLowerCase()));
  });
}
