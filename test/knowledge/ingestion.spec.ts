import { chunkingOptions } from '../../src/contexts/knowledge/domain/chunking/chunking-options';
import { Ingestion } from '../../src/contexts/knowledge/domain/ingestion';
import { contentHashOf, type Submission } from '../../src/contexts/knowledge/domain/submission';
import { IndexingRequested } from '../../src/contexts/knowledge/contracts/indexing-requested.event';
import { submission } from './builders';

const WORKSPACE = '01938f3a-0000-7000-8000-000000000001';

const hashOf = (content: string) => contentHashOf({ source: 'text', content });

function start(texts: string[], known: string[] = []): Ingestion {
  const complete: Submission = {
    ...submission({ texts }),
    workspaceId: WORKSPACE,
    chunking: chunkingOptions(),
  };
  let next = 0;
  return Ingestion.start(
    complete,
    new Map(known.map((hash) => [hash, 'known-document'])),
    () => `document-${next++}`,
  );
}

const textsOf = ({ accepted }: Ingestion) =>
  accepted.map((document) => (document.source === 'text' ? document.content : null));

describe('an ingestion', () => {
  it('asks for the indexing of what it accepted, as one event', () => {
    const ingestion = start(['one', 'two']);
    expect(ingestion.events).toEqual([new IndexingRequested(WORKSPACE, ingestion.id)]);
  });

  it('leaves out what the workspace has, and counts it [KN-11]', () => {
    const ingestion = start(['one', 'two'], [hashOf('one')]);
    expect(textsOf(ingestion)).toEqual(['two']);
    expect(ingestion.skipped).toBe(1);
    expect(ingestion.documentIds.get(hashOf('one'))).toBe('known-document');
  });

  it('takes the same text once when it is handed in twice', () => {
    const ingestion = start(['same', 'same ', 'other']);
    expect(textsOf(ingestion)).toEqual(['same', 'other']);
    expect(ingestion.skipped).toBe(1);
  });

  it('asks for nothing when nothing is new', () => {
    expect(start(['one'], [hashOf('one')]).events).toEqual([]);
  });

  it('sees one content behind other line ends and other compositions of the same letters', () => {
    expect(hashOf('a\r\nb\r\n')).toBe(hashOf('a\nb'));
    expect(hashOf('caf\u00e9')).toBe(hashOf('cafe\u0301'));
    expect(hashOf('a\nb')).not.toBe(hashOf('a b'));
  });
});
