import { Decimal, Nested, OneOf, Whole } from '../../../platform/http/fields';
import { ChunkingBody } from './ingest.dto';

export class RetrievalBody {
  @Whole({ optional: true, min: 1, max: 50, example: 5 })
  limit?: number;

  @Decimal({ optional: true, min: 0, max: 1, example: 0.2 })
  threshold?: number;

  @OneOf(['hybrid', 'vector', 'keyword'], { optional: true })
  mode?: 'hybrid' | 'vector' | 'keyword';
}

export class UpdateSettingsBody {
  @Nested(() => ChunkingBody, {
    optional: true,
    description: 'How documents are cut up that say nothing else.',
  })
  chunking?: ChunkingBody;

  @Nested(() => RetrievalBody, {
    optional: true,
    description: 'How is searched where a search says nothing else.',
  })
  retrieval?: RetrievalBody;
}
