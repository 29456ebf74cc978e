import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { DomainError } from '../../src/kernel/domain-error';
import { uuidv7 } from '../../src/kernel/ids';
import { type MailAttempt, type MailDelivery, type MailOutcome } from '../../src/platform/mail/mail-delivery';
import { SendMailProcessor } from '../../src/platform/mail/send-mail.processor';

const data = { workspaceId: null, mailId: uuidv7(), requestId: 'request-1' };
const down = new DomainError({ kind: 'unavailable', code: 'database_unavailable', detail: 'Down.' });

function setUp(answer: () => Promise<MailOutcome>, attemptsMade = 0) {
  const moveToDelayed = jest.fn(() => Promise.resolve());
  const deliver = jest.fn((_: string | null, __: string, ___: MailAttempt) => answer());
  const job = { id: 'job-1', data, attemptsMade, opts: { attempts: 3 }, moveToDelayed } as unknown as Job;
  const processor = new SendMailProcessor({ deliver } as unknown as MailDelivery);
  return { run: () => processor.process(job, 'token'), moveToDelayed, deliver };
}

describe('A job that sends a mail', () => {
  it.each([
    [0, { number: 1, isLast: false }],
    [2, { number: 3, isLast: true }],
  ])('knows after %i attempts which one this is', async (attemptsMade, attempt) => {
    const { run, deliver } = setUp(() => Promise.resolve({ kind: 'done' }), attemptsMade);
    await run();
    expect(deliver).toHaveBeenCalledWith(null, data.mailId, attempt);
  });

  it('is tried again by the queue while a later attempt may do better', async () => {
    const { run, moveToDelayed } = setUp(() => Promise.reject(new Error('greylisted')));
    await expect(run()).rejects.toThrow('greylisted');
    expect(moveToDelayed).not.toHaveBeenCalled();
  });

  it('is over for good where the mail has failed', async () => {
    const { run } = setUp(() => Promise.resolve({ kind: 'failed', reason: 'refused' }));
    await expect(run()).rejects.toThrow(UnrecoverableError);
  });

  it.each([
    ['the database is away', 0, down],
    ['the last failure could not be recorded', 2, new Error('disk full')],
  ])('comes back without losing an attempt when %s', async (_, attemptsMade, error) => {
    const { run, moveToDelayed } = setUp(() => Promise.reject(error), attemptsMade);
    await expect(run()).rejects.toThrow(DelayedError);
    expect(moveToDelayed).toHaveBeenCalledWith(expect.any(Number), 'token');
  });
});
