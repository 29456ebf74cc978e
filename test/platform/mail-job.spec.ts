import { UnrecoverableError } from 'bullmq';
import { readEnvironment } from '../../config/env';
import { uuidv7 } from '../../src/kernel/ids';
import { jobToSend, parseMailJob } from '../../src/platform/mail/mail-job';
import { requestContext } from '../../src/platform/telemetry/request-context';

const [mailId, workspaceId] = [uuidv7(), uuidv7()];
const { mail } = readEnvironment({});

describe('A job to send a mail', () => {
  it.each([workspaceId, null])(
    'says which mail, for the workspace %s and for whom it is done',
    (workspace) => {
      const context = { requestId: 'req-1', traceparent: '00-abc-def-01' };
      const job = requestContext.run(context, () => jobToSend(workspace, mailId, mail));
      expect(parseMailJob(JSON.parse(JSON.stringify(job.data)))).toEqual({
        workspaceId: workspace,
        mailId,
        ...context,
      });
      expect(job.opts).toMatchObject({ jobId: mailId, attempts: 10 });
    },
  );

  it('is understood from a newer version, and without a request', () => {
    const job = parseMailJob({ workspaceId, mailId, urgent: true });
    expect(job).toEqual({ workspaceId, mailId, requestId: mailId, traceparent: null });
  });

  it.each([
    undefined,
    null,
    'x',
    {},
    { mailId },
    { workspaceId, mailId: 'x' },
    { workspaceId: 7, mailId },
    { workspaceId, mailId: { $ne: null } },
  ])('is not %j, which fails for good', (data) => {
    expect(() => parseMailJob(data)).toThrow(UnrecoverableError);
  });
});
