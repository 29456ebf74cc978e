import { IndexingRequested } from '../../src/contexts/knowledge/contracts/indexing-requested.event';
import { isPermanent } from '../../src/contexts/knowledge/domain/document';
import { DomainError } from '../../src/kernel/domain-error';
import { document } from './builders';

describe('a document', () => {
  it('becomes ready with its chunks', () => {
    const processed = document();
    processed.complete(3);
    expect(processed.state).toMatchObject({ status: 'ready', chunkCount: 3 });
  });

  it('is refused for good when it has no text', () => {
    const empty = document();
    const refusal = catchError(() => empty.refuseEmptiness(0));
    expect(refusal).toMatchObject({ code: 'empty_document' });
    expect(isPermanent(refusal)).toBe(true);
    expect(empty.state.status).toBe('processing');
  });

  it.each(['queued', 'ready', 'failed'] as const)('neither completes nor fails while it is %s', (status) => {
    expect(() => document({ status }).complete(1)).toThrow(DomainError);
    expect(() => document({ status }).fail(new Error('late'))).toThrow(DomainError);
  });

  it('tells a cause of its own, and keeps that of others from its readers', () => {
    const refused = document();
    refused.fail(new DomainError({ kind: 'unprocessable', code: 'empty_document', detail: 'No text.' }));
    expect(refused.state).toMatchObject({
      status: 'failed',
      problem: { code: 'empty_document', detail: 'No text.' },
    });

    const unlucky = document();
    unlucky.fail(new Error('401 from https://models.internal: bad key sk-123'));
    expect(unlucky.state.problem?.code).toBe('indexing_failed');
    expect(JSON.stringify(unlucky.state.problem)).not.toContain('sk-123');
  });

  it('is asked for again once it has failed', () => {
    const failed = document({ status: 'failed', attempts: 3 }, 7);
    failed.requeue();
    expect(failed.state).toMatchObject({ status: 'queued', attempts: 0, problem: null });
    expect(failed.events).toEqual([new IndexingRequested(failed.state.workspaceId, failed.id)]);
  });

  it('is not asked for again while it is under way or ready', () => {
    for (const status of ['queued', 'processing', 'ready'] as const) {
      const busy = document({ status });
      busy.requeue();
      expect(busy.state.status).toBe(status);
      expect(busy.events).toEqual([]);
    }
  });

  it('is given up when it was taken up without end', () => {
    expect(() => document({ attempts: 25 }).refuseEndlessAttempts()).not.toThrow();
    expect(isPermanent(catchError(() => document({ attempts: 26 }).refuseEndlessAttempts()))).toBe(true);
  });
});

function catchError(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
