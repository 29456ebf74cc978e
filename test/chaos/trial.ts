import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { findFreePort } from '../../src/platform/embedded/free-port';
import { AppClient } from '../bench/app-client';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../bench/temporary-directory';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';
import { seeAllWorkspaces } from '../support/see-all-workspaces';
import { FakeQdrant } from '../support/fake-qdrant/fake-qdrant';
import { FaultyApp } from './faulty-app';
import { handInUntilAccepted, Refusal } from './hand-in-until-accepted';
import { documentsFrom, type HandedIn } from './handed-in';
import { type Tenant } from './tenant';

export interface TrialOptions {
  /** An empty database or one that is migrated already; nobody else uses it. */
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  /** Whether vectors are kept apart. */
  readonly withQdrant?: boolean;
  readonly documents: number;
  /** Handed in by the first workspace besides. */
  readonly more?: readonly HandedIn[];
  /** For one attempt at a document. */
  readonly deadlineSeconds?: number;
}

/** Short, so that what hangs is overcome while somebody waits for it. */
const DEADLINE_SECONDS = 6;

/** Two workspaces of one running Parley, which is embedded by a model that counts. */
export class Trial {
  /** Why, by title: what a look at the file tells is told at once, and nothing is kept of it. */
  readonly refusals = new Map<string, string>();
  qdrant: FakeQdrant | null = null;
  private readonly deletedTitles = new Set<string>();

  private constructor(
    readonly app: FaultyApp,
    readonly owner: Client,
    readonly model: FakeOpenAi,
    readonly tenants: readonly Tenant[],
    private readonly directory: TemporaryDirectory,
  ) {}

  static async open(options: TrialOptions): Promise<Trial> {
    const { databaseUrl, redisUrl, documents, more = [], deadlineSeconds = DEADLINE_SECONDS } = options;
    const directory = await makeTemporaryDirectory();
    const model = await startFakeOpenAi();
    const qdrant = options.withQdrant ? await FakeQdrant.start() : null;
    const variables = {
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: '8',
      REDIS_URL: redisUrl,
      QDRANT_URL: qdrant?.url,
      OPENAI_API_KEY: 'any',
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_EMBEDDING_DIMENSIONS: '64',
      INGEST_CONCURRENCY: '8',
      INGEST_DEADLINE_SECONDS: String(deadlineSeconds),
      QUEUE_BACKOFF_MS: '200',
      LOG_LEVEL: 'silent',
    };
    const running = { dataDirectory: directory.path, port: await findFreePort(), variables };
    let trial: Trial | undefined = undefined;
    const app = await FaultyApp.start(running, async () => trial?.deleteWhatIsUnderWay());
    const owner = new Client({ connectionString: databaseUrl });
    await owner.connect();
    await seeAllWorkspaces(owner);
    const half = Math.ceil(documents / 2);
    const tenants: Tenant[] = [];
    for (const [i, name] of ['north', 'south'].entries()) {
      const user = await AppClient.onboard(app.origin, name);
      const handedIn = documentsFrom(i * (half + 1), half);
      tenants.push({ name, user, documents: i === 0 ? [...handedIn, ...more] : handedIn });
    }
    trial = new Trial(app, owner, model, tenants, directory);
    trial.qdrant = qdrant;
    return trial;
  }

  /** Everything at once, as many clients would. */
  async handInEverything(): Promise<void> {
    const sent = this.tenants.flatMap(({ user, documents }) =>
      documents.map((document) =>
        handInUntilAccepted(this.app, user.token, document, randomUUID()).catch((error: unknown) =>
          this.noteRefusal(document, error),
        ),
      ),
    );
    await Promise.all(sent);
  }

  isDeleted(title: string): boolean {
    return this.deletedTitles.has(title);
  }

  private noteRefusal({ title, isHopeless }: HandedIn, error: unknown): void {
    if (!isHopeless || !(error instanceof Refusal)) throw error;
    this.refusals.set(title, error.code);
  }

  async close(): Promise<void> {
    await this.app.end();
    await this.owner.end();
    await this.model.stop();
    await this.qdrant?.stop();
    await this.directory.remove();
  }

  private async deleteWhatIsUnderWay(): Promise<void> {
    const { rows } = await this.owner.query<{ id: string; title: string }>(
      `SELECT id, title FROM knowledge.documents WHERE status = 'processing' AND deleted_at IS NULL`,
    );
    for (const { id, title } of rows) {
      const { user } = this.tenants.find(({ documents }) => documents.some((one) => one.title === title))!;
      const response = await fetch(`${this.app.origin}/api/v1/knowledge/documents/${id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${user.token}` },
      });
      if (response.status !== 204) throw new Error(`${title} could not be deleted: ${response.status}`);
      this.deletedTitles.add(title);
    }
  }
}
