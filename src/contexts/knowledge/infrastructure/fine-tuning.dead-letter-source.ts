import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import {
  DeadLetterSource,
  type FailedSubject,
  type LetterSubject,
} from '../../../platform/dead-letters/dead-letter-source';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { FineTuningRetryAsked } from '../contracts/fine-tuning-retry-asked.event';

type FailedFineTuning = Omit<FailedSubject, 'retryWith'> & { readonly workspaceId: string };

/** Fine-tunings that could not be handed over. What the provider itself has refused or failed at is no letter. */
@Injectable()
export class FineTuningDeadLetterSource extends DeadLetterSource {
  readonly queue = 'data';
  readonly saysAgain = FineTuningRetryAsked;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async failedAfter(id: string, limit: number): Promise<FailedSubject[]> {
    const failed = await this.relay.query<FailedFineTuning>(sql`
      SELECT id, workspace_id AS "workspaceId", greatest(attempts, 1) AS attempts, updated_at AS "failedAt"
      FROM knowledge.fine_tunings WHERE may_retry AND id > ${id} ORDER BY id LIMIT ${limit}`);
    return failed.map((fineTuning) => ({
      ...fineTuning,
      retryWith: new FineTuningRetryAsked(fineTuning.workspaceId, fineTuning.id),
    }));
  }

  async stillFailed(subjects: readonly LetterSubject[]): Promise<string[]> {
    const failed = await this.relay.query<{ id: string }>(sql`
      SELECT id FROM knowledge.fine_tunings WHERE may_retry AND id = ANY (${subjects.map(({ id }) => id)}::uuid[])`);
    return failed.map(({ id }) => id);
  }
}
