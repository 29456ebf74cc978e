import { Injectable } from '@nestjs/common';
import { chunkDocument, textWithContext } from '../domain/chunking/chunk-document';
import { chunkIdOf } from '../domain/chunking/chunk-id';
import { contentHashOf } from '../domain/chunking/content-hash';
import { type DocumentState } from '../domain/document';
import { type IndexedContent } from '../domain/documents';
import { type Embedder } from '../domain/embedder';
import { Embedders } from '../domain/embedders';
import { termsOfPassage } from '../domain/passage-terms';
import { LanguageDetector } from '../domain/language-detector';
import { Stemmers } from '../domain/stemmers';
import { Tokenizer } from '../domain/tokenizer';
import { Embedding, type HashedText } from './embedding';
import { type LeaseHolder } from './lease-holder';

/** From a text to chunks with their words and their vectors. */
@Injectable()
export class ContentIndexing {
  constructor(
    private readonly tokenizer: Tokenizer,
    private readonly embedders: Embedders,
    private readonly stemmers: Stemmers,
    private readonly embedding: Embedding,
    private readonly languages: LanguageDetector,
  ) {}

  async of(document: DocumentState, model: string | null, lease: LeaseHolder): Promise<IndexedContent> {
    const { id, workspaceId, title, contentVersion } = document;
    document.language ??= await this.languages.languageOf(document.content!);
    const { language } = document;
    const embedder = this.embedders.find(model ?? this.embedders.defaultModel)!;
    const vectorsFor = (texts: readonly HashedText[]) =>
      this.embedding.vectorsFor(workspaceId, embedder, texts, { signal: lease.signal });
    const chunks = await this.chunksOf(document, vectorsFor);
    lease.enter('embedding');
    const texts = chunks.map((chunk) => hashed(textWithContext(title, chunk)));
    const embeddings = await vectorsFor(texts);
    return {
      embeddingModel: embedder.model,
      chunks: chunks.map((chunk, i) => ({
        ...chunk,
        id: chunkIdOf(id, contentVersion, chunk.ordinal),
        contentHash: texts[i]!.contentHash,
        embedding: embeddings[i]!,
        terms: termsOfPassage({ title, ...chunk }, language, this.stemmers),
      })),
    };
  }

  /** Cutting by meaning asks the model as well, and is paid for once as well. */
  private chunksOf(
    { title, content, chunking, pageStarts }: DocumentState,
    vectorsFor: (texts: readonly HashedText[]) => ReturnType<Embedder['embed']>,
  ) {
    const input = { title, content: content!, options: chunking, pageStarts };
    return chunkDocument(input, this.tokenizer, (texts) => vectorsFor(texts.map(hashed)));
  }
}

function hashed(text: string): HashedText {
  return { text, contentHash: contentHashOf(text) };
}
