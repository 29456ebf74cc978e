import { MailRequested } from '../../src/platform/mail/mail-requested.event';
import { DomainError } from '../../src/kernel/domain-error';
import { uuidv7 } from '../../src/kernel/ids';
import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { deadLetter } from '../../src/platform/outbox/dead-letter';
import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { failWith } from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';

interface OwnLetter {
  readonly id: string;
  readonly queue: string;
  readonly subjectId: string;
  readonly error: { code: string; detail: string };
}

describe('A workspace’s own dead letters', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let ada: Account;
  let bob: Account;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    app = await startTestApp({
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: openAi.baseUrl,
      QUEUE_ATTEMPTS: '2',
      QUEUE_BACKOFF_MS: '10',
    });
    [ada, bob] = [await signUp(app, 'ada'), await signUp(app, 'bob')];
  });
  afterAll(async () => {
    await app.stop();
    await openAi.stop();
  });

  const list = async ({ token }: Account) =>
    (await app.http<{ data: OwnLetter[] }>('GET', '/dlq', { token })).body.data;
  const retry = ({ token }: Account, id: string) => app.http('POST', `/dlq/${id}/retry`, { token });
  /** Of a queue that nobody reconciles, as there is no such mail. */
  const write = (
    { workspaceId }: Account,
    error: Error,
    source: 'queue' | 'reaction' = 'queue',
  ): Promise<unknown> => {
    const retryWith = new MailRequested(workspaceId, uuidv7());
    const subjectId = retryWith.mailId;
    return app.app.get(Database).batch(workspaceId, [
      deadLetter({ workspaceId, queue: 'test', subjectId, retryWith, error, attempts: 1 }),
      ...(source === 'queue'
        ? []
        : [
            sql`INSERT INTO platform.dead_letters (id, workspace_id, source, name, subject_id, event_type, payload,
                    error_class, error, attempts, first_failed_at, last_failed_at)
                  VALUES (${uuidv7()}, ${workspaceId}, 'reaction', 'DoSomethingOnSomething', ${uuidv7()}, 'test.v1', '{}',
                    'Error', 'broken', 8, now(), now())`,
          ]),
    ]);
  };

  it('show the owner what failed and why, and are retried once, however often that is asked [KN-30 Q9]', async () => {
    openAi.embeddingsByDefault(failWith(400));
    await ingest(app, ada.token, [{ title: 'Doomed', content: 'Nobody will embed this.' }]);
    const [letter] = await list(ada);
    expect(letter).toMatchObject({ queue: 'ingest', attempts: 1, error: { code: 'embedding_refused' } });
    openAi.reset();
    const answers = await Promise.all([1, 2, 3].map(() => retry(ada, letter!.id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
    await eventually(async () => {
      const { body } = await app.http<{ status: string }>(
        'GET',
        `/knowledge/documents/${letter!.subjectId}`,
        {
          token: ada.token,
        },
      );
      expect(body.status).toBe('ready');
    }, 10_000);
    expect(await list(ada)).toEqual([]);
  });

  it('say what the document itself says of its failure, and nothing that a provider answered [Q9]', async () => {
    await write(bob, new Error('Provider: your account sk-secret has no credit'));
    const detail = 'The document has no text.';
    await write(bob, new DomainError({ kind: 'unprocessable', code: 'empty_document', detail }));
    const told = await list(bob);
    expect(told.map(({ error }) => error.code)).toEqual(['empty_document', 'work_failed']);
    expect(told[0]!.error.detail).toBe(detail);
    expect(JSON.stringify(told)).not.toMatch(/sk-secret|Provider/);
  });

  it('are jobs alone: what is wrong inside of the platform is not the owner’s affair', async () => {
    const before = await list(bob);
    await write(bob, new Error('once more'), 'reaction');
    const after = await list(bob);
    expect(after).toHaveLength(before.length + 1);
    expect(JSON.stringify(after)).not.toContain('DoSomethingOnSomething');
  });

  it('are nobody else’s: another’s is not found, and stays as it is [T1 A3 Q9]', async () => {
    await write(bob, new Error('his'));
    const [his] = await list(bob);
    expect(await list(ada)).toEqual([]);
    const foreign = await retry(ada, his!.id);
    const none = await retry(ada, uuidv7());
    expect([foreign.status, foreign.body.code, foreign.body.detail]).toEqual([
      404,
      'not_found',
      none.body.detail,
    ]);
    expect((await list(bob)).map(({ id }) => id)).toContain(his!.id);
  });

  it('that were retried are in the workspace’s log, with who it was [Q9]', async () => {
    await write(bob, new Error('to be retried'));
    const [letter] = await list(bob);
    expect((await retry(bob, letter!.id)).status).toBe(204);
    const path = `/workspaces/${bob.workspaceId}/audit-log?action=operations.dead_letter_retried`;
    const { body } = await app.http<{ data: object[] }>('GET', path, { token: bob.token });
    expect(body.data).toMatchObject([
      { actorKind: 'user', subjectKind: 'dead_letter', subjectId: letter!.id },
    ]);
  });
});
