import { chunkingOptions } from '../../src/contexts/knowledge/domain/chunking/chunking-options';
import { contentHashOf, Ingestion, type Submission } from '../../src/contexts/knowledge/domain/ingestion';
import { IndexingRequested } from '../../src/contexts/knowledge/contracts/indexing-requested.event';
import { submission } from './builders';

const WORKSPACE = '01938f3a-0000-7000-8000-000000000001';

function start(texts: string[], known: string[] = []): Ingestion {
  const complete: Submission = {
    ...submission({ texts }),
    workspaceId: WORKSPACE,
    chunking: chunkingOptions(),
  };
  let next = 0;
  return Ingestion.start(complete, new Set(known), () => `document-${next++}`);
}

describe('an ingestion', () => {
  it('asks for the indexing of what it accepted, as one event', () => {
    const ingestion = start(['one', 'two']);
    expect(ingestion.events).toEqual([
      new IndexingRequested(
        WORKSPACE,
        ingestion.id,
        [
          { id: 'document-0', generation: 1 },
          { id: 'document-1', generation: 1 },
        ],
        'normal',
      ),
    ]);
  });

  it('leaves out what the workspace has, and counts it', () => {
    const ingestion = start(['one', 'two'], [contentHashOf('one')]);
    expect(ingestion.accepted.map(({ content }) => content)).toEqual(['two']);
    expect(ingestion.skipped).toBe(1);
  });

  it('takes the same text once when it is handed in twice', () => {
    const ingestion = start(['same', 'same ', 'other']);
    expect(ingestion.accepted.map(({ content }) => content)).toEqual(['same', 'other']);
    expect(ingestion.skipped).toBe(1);
  });

  it('asks for nothing when nothing is new', () => {
    expect(start(['one'], [contentHashOf('one')]).events).toEqual([]);
  });

  it('sees one content behind other line ends and other compositions of the same letters', () => {
    expect(contentHashOf('a\r\nb\r\n')).toBe(contentHashOf('a\nb'));
    expect(contentHashOf('caf\u00e9')).toBe(contentHashOf('cafe\u0301'));
    expect(contentHashOf('a\nb')).not.toBe(contentHashOf('a b'));
  });
});
