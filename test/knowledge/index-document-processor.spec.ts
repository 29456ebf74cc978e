import { type CommandBus } from '@nestjs/cqrs';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { type Settings } from '../../config/settings';
import { type IndexDocument } from '../../src/contexts/knowledge/commands/index-document.command';
import { IndexDocumentProcessor } from '../../src/contexts/knowledge/jobs/index-document.processor';
import { type DispatchRefills } from '../../src/contexts/knowledge/jobs/dispatch-refills';
import { DomainError } from '../../src/kernel/domain-error';
import { requestContext } from '../../src/platform/telemetry/request-context';

const data = {
  workspaceId: '01938f3a-0000-7000-8000-000000000001',
  documentId: '01938f3a-0000-7000-8000-00000000000d',
  requestId: 'request-1',
};

const down = new DomainError({ kind: 'unavailable', code: 'database_unavailable', detail: 'Down.' });

const settings = { queue: { backoffMs: 1_000 } } as Settings;

function setUp(execute: (command: IndexDocument) => Promise<unknown>, attemptsMade = 0) {
  const moveToDelayed = jest.fn(() => Promise.resolve());
  const job = { id: 'job-1', data, attemptsMade, opts: { attempts: 3 }, moveToDelayed } as unknown as Job;
  const ask = jest.fn();
  const refills = { ask } as unknown as DispatchRefills;
  const processor = new IndexDocumentProcessor({ execute } as unknown as CommandBus, refills, settings);
  return { run: () => processor.process(job, 'token'), moveToDelayed, ask };
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
    [0, { isLast: false, retryInSeconds: 1 }],
    [1, { isLast: false, retryInSeconds: 2 }],
    [2, { isLast: true, retryInSeconds: 4 }],
  ])('knows after %i attempts whether it is the last one', async (attemptsMade, attempt) => {
    const commands: IndexDocument[] = [];
    const { run } = setUp((command) => {
      commands.push(command);
      return Promise.resolve({ kind: 'indexed' });
    }, attemptsMade);
    await run();
    expect(commands).toEqual([expect.objectContaining({ attempt })]);
  });

  it('is tried again by the queue where the command threw', async () => {
    const { run } = setUp(() => Promise.reject(new Error('503')));
    await expect(run()).rejects.toThrow('503');
  });

  it('is over for good where the document has failed', async () => {
    const { run } = setUp(() => Promise.resolve({ kind: 'failed', reason: 'no text' }));
    await expect(run()).rejects.toThrow(UnrecoverableError);
  });

  it('has the window of its workspace filled again while documents wait outside of it', async () => {
    const last = setUp(() => Promise.resolve({ kind: 'indexed', hasBacklog: false }));
    await last.run();
    expect(last.ask).not.toHaveBeenCalled();
    const oneOfMany = setUp(() => Promise.resolve({ kind: 'indexed', hasBacklog: true }));
    await oneOfMany.run();
    expect(oneOfMany.ask).toHaveBeenCalledWith(data.workspaceId);
  });

  it('waits as long as the provider asks for', async () => {
    const busy = {
      kind: 'unavailable',
      code: 'embeddings_busy',
      detail: 'Busy.',
      retryAfterSeconds: 30,
    } as const;
    const { run, moveToDelayed } = setUp(() => Promise.reject(new DomainError(busy)));
    const before = Date.now();
    await expect(run()).rejects.toThrow(DelayedError);
    const [until] = moveToDelayed.mock.calls[0] as unknown as [number];
    expect(until - before).toBeGreaterThanOrEqual(30_000);
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
