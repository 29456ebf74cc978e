import { type CommandBus } from '@nestjs/cqrs';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { type IndexDocument } from '../../src/contexts/knowledge/commands/index-document.command';
import { IndexDocumentProcessor } from '../../src/contexts/knowledge/jobs/index-document.processor';
import { DomainError } from '../../src/kernel/domain-error';
import { requestContext } from '../../src/platform/telemetry/request-context';

const data = {
  workspaceId: '01938f3a-0000-7000-8000-000000000001',
  documentId: '01938f3a-0000-7000-8000-00000000000d',
  requestId: 'request-1',
};

const down = new DomainError({ kind: 'unavailable', code: 'database_unavailable', detail: 'Down.' });

function setUp(execute: (command: IndexDocument) => Promise<unknown>, attemptsMade = 0) {
  const moveToDelayed = jest.fn(() => Promise.resolve());
  const job = { id: 'job-1', data, attemptsMade, opts: { attempts: 3 }, moveToDelayed } as unknown as Job;
  const processor = new IndexDocumentProcessor({ execute } as unknown as CommandBus);
  return { run: () => processor.process(job, 'token'), moveToDelayed };
}

describe('a job that indexes a document', () => {
  it('belongs to the request that asked for it', async () => {
    let seen: string | undefined;
    const { run } = setUp(() => {
      seen = requestContext.getStore()?.requestId;
      return Promise.resolve({ kind: 'indexed' });
    });
    await run();
    expect(seen).toBe('request-1');
  });

  it.each([
    [0, false],
    [1, false],
    [2, true],
  ])('knows after %i attempts whether it is the last one', async (attemptsMade, isLastAttempt) => {
    const commands: IndexDocument[] = [];
    const { run } = setUp((command) => {
      commands.push(command);
      return Promise.resolve({ kind: 'indexed' });
    }, attemptsMade);
    await run();
    expect(commands).toEqual([expect.objectContaining({ isLastAttempt })]);
  });

  it('is tried again by the queue where the command threw', async () => {
    const { run } = setUp(() => Promise.reject(new Error('503')));
    await expect(run()).rejects.toThrow('503');
  });

  it('is over for good where the document has failed', async () => {
    const { run } = setUp(() => Promise.resolve({ kind: 'failed', reason: 'no text' }));
    await expect(run()).rejects.toThrow(UnrecoverableError);
  });

  it.each([
    ['the database is down', 0, down],
    ['the last failure could not be saved', 2, new Error('disk full')],
  ])('comes back without losing an attempt when %s', async (_, attemptsMade, error) => {
    const { run, moveToDelayed } = setUp(() => Promise.reject(error), attemptsMade);
    await expect(run()).rejects.toThrow(DelayedError);
    expect(moveToDelayed).toHaveBeenCalledWith(expect.any(Number), 'token');
  });
});
