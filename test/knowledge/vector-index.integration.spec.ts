import { startInMemory, startQdrant } from './start-vector-index';
import { describeReaders, describeVectorIndex } from './vector-index.contract';

describeVectorIndex('in memory', startInMemory);
describeVectorIndex('in Qdrant, a collection for each workspace [KN-17 TE-14]', () =>
  startQdrant('per-workspace'),
);
describeVectorIndex('in Qdrant, a collection for all', () => startQdrant('shared'));
describeReaders('in Qdrant', () => startQdrant('shared'));
