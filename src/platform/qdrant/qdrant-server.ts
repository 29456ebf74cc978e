import { Injectable, Logger } from '@nestjs/common';
import { QdrantClient } from '@qdrant/js-client-rest';
import { type QdrantSettings, Settings } from '../../../config/settings';
import { nameQdrantFailure } from './qdrant-errors';

/** A question about a collection that nobody has: cheap, and unlike the probes it needs the key. */
const NOBODYS_COLLECTION = 'parley-probe';

/** The Qdrant of this installation, if it has one. Nothing is retried here: searches degrade, and jobs come again. */
@Injectable()
export class QdrantServer {
  private readonly logger = new Logger(QdrantServer.name);
  private readonly client: QdrantClient | null;

  constructor({ qdrant }: Settings) {
    this.client = qdrant && clientFor(qdrant);
  }

  get isConfigured(): boolean {
    return this.client !== null;
  }

  /** Whatever fails comes out as a DomainError that says whether waiting helps. */
  async ask<T>(call: (client: QdrantClient) => Promise<T>): Promise<T> {
    if (!this.client) throw new Error('No Qdrant is configured.');
    try {
      return await call(this.client);
    } catch (error) {
      const failure = nameQdrantFailure(error);
      if (failure.kind === 'unavailable') this.logger.warn(`Qdrant: ${(error as Error).message}`);
      throw failure;
    }
  }

  async check(): Promise<void> {
    await this.ask((client) => client.collectionExists(NOBODYS_COLLECTION));
  }
}

function clientFor({ url, port, apiKey, timeoutMs }: QdrantSettings): QdrantClient {
  const { pathname } = new URL(url);
  return new QdrantClient({
    // The client forgets the path of an address, and takes the port apart from it.
    url: new URL('/', url).toString(),
    prefix: pathname.replace(/\/+$/, ''),
    port,
    timeout: timeoutMs,
    // Its own option for the key, and its check of versions, both write to standard output.
    headers: apiKey ? { 'api-key': apiKey } : {},
    checkCompatibility: false,
  });
}
