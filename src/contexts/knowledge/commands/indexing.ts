import { Injectable } from '@nestjs/common';
import { chunkDocument, textWithContext } from '../domain/chunking/chunk-document';
import { type DocumentState } from '../domain/document';
import { type IndexedContent } from '../domain/documents';
import { Embedder } from '../domain/embedder';
import { termsOfPassage } from '../domain/passage-terms';
import { Tokenizer } from '../domain/tokenizer';

const CHUNKS_AT_ONCE = 100;
const EMBEDDING_TIMEOUT_MS = 30_000;

/** From a text to what is searched: chunks with their words and their vectors. */
@Injectable()
export class Indexing {
  constructor(
    private readonly tokenizer: Tokenizer,
    private readonly embedder: Embedder,
  ) {}

  /** `stillMine` is asked between the model's answers, and ends the work by throwing. */
  async contentOf(document: DocumentState, stillMine: () => Promise<void>): Promise<IndexedContent> {
    const { title, content, chunking } = document;
    const chunks = chunkDocument({ title, content, options: chunking }, this.tokenizer);
    const embeddings: Float32Array[] = [];
    for (let start = 0; start < chunks.length; start += CHUNKS_AT_ONCE) {
      if (start > 0) await stillMine();
      const texts = chunks.slice(start, start + CHUNKS_AT_ONCE).map((chunk) => textWithContext(title, chunk));
      embeddings.push(...(await this.embedder.embed(texts, AbortSignal.timeout(EMBEDDING_TIMEOUT_MS))));
    }
    return {
      embeddingModel: this.embedder.model,
      chunks: chunks.map((chunk, i) => ({
        ...chunk,
        embedding: embeddings[i]!,
        terms: termsOfPassage({ title, ...chunk }),
      })),
    };
  }
}
