import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import {
  DeadLetterSource,
  type FailedSubject,
  type LetterSubject,
} from '../../../platform/dead-letters/dead-letter-source';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { FormRetryAsked } from '../contracts/form-retry-asked.event';

type FailedSubmission = Omit<FailedSubject, 'retryWith'> & { readonly workspaceId: string };

/** Submissions that no agent has heard of, and will not by itself. */
@Injectable()
export class FormDeadLetterSource extends DeadLetterSource {
  readonly queue = 'data';
  readonly saysAgain = FormRetryAsked;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async failedAfter(id: string, limit: number): Promise<FailedSubject[]> {
    const failed = await this.relay.query<FailedSubmission>(sql`
      SELECT id, workspace_id AS "workspaceId", greatest(attempts, 1) AS attempts, due_at AS "failedAt"
      FROM agent.form_submissions WHERE may_retry AND id > ${id} ORDER BY id LIMIT ${limit}`);
    return failed.map((submission) => ({
      ...submission,
      retryWith: new FormRetryAsked(submission.workspaceId, submission.id),
    }));
  }

  async stillFailed(subjects: readonly LetterSubject[]): Promise<string[]> {
    const failed = await this.relay.query<{ id: string }>(sql`
      SELECT id FROM agent.form_submissions WHERE may_retry AND id = ANY (${subjects.map(({ id }) => id)}::uuid[])`);
    return failed.map(({ id }) => id);
  }
}
