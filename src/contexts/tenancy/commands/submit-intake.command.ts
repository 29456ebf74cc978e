import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { audited } from '../../../platform/audit/audited';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { type IntakeAnswers } from '../contracts/intake-answers';
import { WorkspaceUpdated } from '../contracts/workspace-updated.event';
import { configurationFrom } from '../domain/intake-configuration';
import { WorkspaceCaches } from './workspace-caches';

/** Submitted again, the later answers count. All settings are made anew but whether a second factor is needed. */
export class SubmitIntake extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly answers: IntakeAnswers,
    readonly submittedBy: string,
  ) {
    super();
  }
}

@CommandHandler(SubmitIntake)
export class SubmitIntakeHandler implements ICommandHandler<SubmitIntake> {
  constructor(
    private readonly store: AggregateStore,
    private readonly caches: WorkspaceCaches,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, answers, submittedBy }: SubmitIntake): Promise<void> {
    const now = this.clock.now();
    const configuration = configurationFrom(answers);
    const intake = sql`
      INSERT INTO tenancy.intakes (workspace_id, answers, configuration, submitted_by, submitted_at)
      VALUES (${workspaceId}, ${JSON.stringify(answers)}, ${JSON.stringify(configuration)}, ${submittedBy}, ${now})
      ON CONFLICT (workspace_id) DO UPDATE SET answers = EXCLUDED.answers,
        configuration = EXCLUDED.configuration, submitted_by = EXCLUDED.submitted_by,
        submitted_at = EXCLUDED.submitted_at`;
    const settings = sql`
      WITH configured AS (
        UPDATE tenancy.workspaces
        SET settings = settings || ${JSON.stringify(configuration.settings)}::jsonb, updated_at = ${now}
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM configured`;
    const act = audited({
      action: 'tenancy.workspace_configured',
      subject: { kind: 'workspace', id: workspaceId },
    });
    await this.store.commit(workspaceId, [intake, settings, act], [new WorkspaceUpdated(workspaceId)]);
    await this.caches.renew(workspaceId);
  }
}
