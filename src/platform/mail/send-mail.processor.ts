import { Processor, WorkerHost } from '@nestjs/bullmq';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { DomainError } from '../../kernel/domain-error';
import { WORKER_OPTIONS } from '../queues/worker-options';
import { requestContext } from '../telemetry/request-context';
import { type MailAttempt, MailDelivery, type MailOutcome } from './mail-delivery';
import { type MailJob, parseMailJob } from './mail-job';

const PAUSE_MS = 2_000;

/** A job ends only when the mail's row says how: while the database is away, it comes again. */
@Processor('email', WORKER_OPTIONS)
export class SendMailProcessor extends WorkerHost {
  constructor(private readonly delivery: MailDelivery) {
    super();
  }

  async process(job: Job, token?: string): Promise<void> {
    const mail = parseMailJob(job.data);
    const { requestId, traceparent } = mail;
    const outcome = await requestContext.run({ requestId, traceparent }, () => this.send(mail, job, token));
    if (outcome.kind === 'failed') throw new UnrecoverableError(outcome.reason);
  }

  private async send({ workspaceId, mailId }: MailJob, job: Job, token?: string): Promise<MailOutcome> {
    const number = job.attemptsMade + 1;
    const attempt: MailAttempt = { number, isLast: number >= (job.opts.attempts ?? 1) };
    try {
      return await this.delivery.deliver(workspaceId, mailId, attempt);
    } catch (error) {
      const isDown = error instanceof DomainError && error.kind === 'unavailable';
      if (!isDown && !attempt.isLast) throw error;
      await job.moveToDelayed(Date.now() + PAUSE_MS, token);
      throw new DelayedError();
    }
  }
}
