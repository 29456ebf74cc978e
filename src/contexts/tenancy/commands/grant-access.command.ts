import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql } from '../../../platform/database/sql';
import { type ResourceKind } from '../contracts/resource-kind';
import { alreadyGranted, noSuchMember } from '../domain/errors';

export interface NewGrant {
  readonly userId: string;
  readonly kind: ResourceKind;
  readonly resourceId: string;
}

export class GrantAccess extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly grantId: string,
    readonly grant: NewGrant,
  ) {
    super();
  }
}

@CommandHandler(GrantAccess)
export class GrantAccessHandler implements ICommandHandler<GrantAccess> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, grantId, grant: { userId, kind, resourceId } }: GrantAccess): Promise<void> {
    const row = sql`
      INSERT INTO tenancy.grants (workspace_id, id, user_id, resource_kind, resource_id, created_at)
      VALUES (${workspaceId}, ${grantId}, ${userId}, ${kind}, ${resourceId}, ${this.clock.now()})
      ON CONFLICT (workspace_id, id) DO NOTHING`;
    const act = audited({
      action: 'tenancy.access_granted',
      subject: { kind: 'user', id: userId },
      detail: { kind, resourceId },
    });
    try {
      await this.database.batch(workspaceId, [row, act]);
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

function refusalOf(error: unknown): unknown {
  const constraint = violatedConstraint(error);
  if (constraint?.endsWith('_fkey')) return noSuchMember();
  return constraint ? alreadyGranted() : error;
}
