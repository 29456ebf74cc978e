import { setTimeout as sleep } from 'node:timers/promises';
import { type CorpusDocument } from './corpus';

interface Ingestion {
  status: string;
  total: number;
  processed: number;
  failed: number;
  skipped: number;
}

export interface SearchHit {
  documentId: string;
  chunkId: string;
  title: string;
  text: string;
}

const DOCUMENTS_PER_REQUEST = 50;

export class UnexpectedAnswer extends Error {
  constructor(
    route: string,
    readonly status: number,
    body: string,
  ) {
    super(`${route} answered ${status}: ${body}`);
  }
}

/** One user of a running Parley. */
export class AppClient {
  private constructor(
    private readonly origin: string,
    readonly token: string,
  ) {}

  static onboard(origin: string, name: string): Promise<AppClient> {
    const names = { name: `User ${name}`, workspaceName: `Workspace ${name}` };
    return AppClient.enter(origin, '/auth/onboarding', { ...credentialsOf(name), ...names });
  }

  static signIn(origin: string, name: string): Promise<AppClient> {
    return AppClient.enter(origin, '/auth/login', credentialsOf(name));
  }

  private static async enter(origin: string, path: string, body: object): Promise<AppClient> {
    const { accessToken } = await new AppClient(origin, '').post<{ accessToken: string }>(path, body);
    return new AppClient(origin, accessToken);
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    return this.call<T>('POST', path, body, headers);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.call<T>('PATCH', path, body);
  }

  async ingest(documents: CorpusDocument[], headers: Record<string, string> = {}): Promise<string> {
    const path = '/agents/customer-service/ingest';
    const { ingestionId } = await this.post<{ ingestionId: string }>(path, { documents }, headers);
    return ingestionId;
  }

  /** Posts any number of documents and waits until all are searchable. */
  async ingestAll(documents: CorpusDocument[], timeoutMs = 600_000): Promise<void> {
    const ingestions: string[] = [];
    for (let at = 0; at < documents.length; at += DOCUMENTS_PER_REQUEST) {
      ingestions.push(await this.ingest(documents.slice(at, at + DOCUMENTS_PER_REQUEST)));
    }
    for (const id of ingestions) await this.waitForIngestion(id, timeoutMs);
  }

  async waitForIngestion(id: string, timeoutMs: number): Promise<Ingestion> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const ingestion = await this.get<Ingestion>(`/knowledge/ingestions/${id}`);
      if (ingestion.processed + ingestion.failed + ingestion.skipped >= ingestion.total) return ingestion;
      if (Date.now() > deadline) {
        throw new Error(`ingestion ${id} is not finished in time: ${JSON.stringify(ingestion)}`);
      }
      await sleep(20);
    }
  }

  async search(query: string, limit = 5, mode = 'hybrid'): Promise<SearchHit[]> {
    return (await this.find({ query, limit, mode })).hits;
  }

  find(question: object): Promise<{ hits: SearchHit[]; tookMs: number }> {
    return this.post('/knowledge/search', question);
  }

  private async call<T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new UnexpectedAnswer(`${method} ${path}`, response.status, text.slice(0, 500));
    return JSON.parse(text) as T;
  }
}

const credentialsOf = (name: string) => ({
  email: `${name}@example.com`,
  password: 'Correct-Horse-Battery-9',
});
