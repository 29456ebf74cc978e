import { UnrecoverableError } from 'bullmq';
import { parseIndexingJob } from '../../src/contexts/knowledge/jobs/indexing-job';

const WORKSPACE = '01938f3a-0000-7000-8000-000000000001';
const DOCUMENT = '01938f3a-0000-7000-8000-00000000000d';

describe('the payload of an indexing job', () => {
  it('is read with the request that it belongs to', () => {
    const data = { workspaceId: WORKSPACE, documentId: DOCUMENT, requestId: 'r-1', traceparent: null };
    expect(parseIndexingJob(data)).toEqual(data);
  });

  it('may carry fields of a newer version and lack those of context', () => {
    const job = parseIndexingJob({ workspaceId: WORKSPACE, documentId: DOCUMENT, later: true }, 'job-7');
    expect(job).toEqual({
      workspaceId: WORKSPACE,
      documentId: DOCUMENT,
      requestId: 'job-7',
      traceparent: null,
    });
  });

  it.each([
    null,
    'text',
    [],
    {},
    { workspaceId: WORKSPACE },
    { workspaceId: "' OR 1=1", documentId: DOCUMENT },
  ])('is refused for good when it is %j', (data) => {
    expect(() => parseIndexingJob(data)).toThrow(UnrecoverableError);
  });
});
