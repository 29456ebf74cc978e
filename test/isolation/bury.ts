import { DomainError } from '../../src/kernel/domain-error';
import { uuidv7 } from '../../src/kernel/ids';
import { Database } from '../../src/platform/database/database';
import { MailRequested } from '../../src/platform/mail/mail-requested.event';
import { deadLetter } from '../../src/platform/outbox/dead-letter';
import { type TestApp } from '../support/app';
import { type Tenant } from './tenant';

/** Work of the tenant that could not be done, with words of theirs in the reason; of a queue that nobody reconciles. */
export async function bury(app: TestApp, tenant: Tenant): Promise<void> {
  const { workspaceId, canaries } = tenant;
  const [subjectId, detail] = [uuidv7(), `It is about ${canaries.plant('reason of a dead letter')}.`];
  const error = new DomainError({ kind: 'unprocessable', code: 'impossible', detail });
  const retryWith = new MailRequested(workspaceId, subjectId);
  await app.app
    .get(Database)
    .query(workspaceId, deadLetter({ workspaceId, queue: 'test', subjectId, retryWith, error, attempts: 1 }));
  const { data } = await tenant.get<{ data: { id: string }[] }>('GET', '/dlq');
  tenant.ids['/dlq'] = data[0]!.id;
}
