import { type Chunk, type ChunkingOptions } from '../../src/contexts/knowledge/domain/chunking/chunk';
import { chunkDocument } from '../../src/contexts/knowledge/domain/chunking/chunk-document';
import { chunkingOptions } from '../../src/contexts/knowledge/domain/chunking/chunking-options';
import { type Embed } from '../../src/contexts/knowledge/domain/chunking/semantic-sections';
import { type Tokenizer } from '../../src/contexts/knowledge/domain/tokenizer';
import { LocalEmbedder } from '../../src/contexts/knowledge/infrastructure/local.embedder';
import { Cl100kTokenizer } from '../../src/contexts/knowledge/infrastructure/tokenizer/cl100k.tokenizer';

export const exact = new Cl100kTokenizer();
const local = new LocalEmbedder();

interface Surroundings {
  tokenizer?: Tokenizer;
  embed?: Embed;
  pageStarts?: readonly number[];
}

export function chunk(
  content: string,
  options: Partial<ChunkingOptions> = {},
  { tokenizer = exact, embed = (texts) => local.embed(texts), pageStarts }: Surroundings = {},
): Promise<Chunk[]> {
  const input = {
    title: 'Manual',
    content,
    options: chunkingOptions(options),
    pageStarts: pageStarts ?? null,
  };
  return chunkDocument(input, tokenizer, embed);
}
