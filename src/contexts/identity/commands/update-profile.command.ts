import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { sessionEnded } from '../../../platform/security/refusals';
import { KnownUsers } from '../queries/known-users';

export interface ProfileChanges {
  readonly name?: string;
  /** Null takes it away. */
  readonly preferredModel?: string | null;
  readonly locale?: string | null;
}

export class UpdateProfile extends Command<void> {
  constructor(
    readonly userId: string,
    readonly changes: ProfileChanges,
  ) {
    super();
  }
}

@CommandHandler(UpdateProfile)
export class UpdateProfileHandler implements ICommandHandler<UpdateProfile> {
  constructor(
    private readonly database: Database,
    private readonly users: KnownUsers,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, changes: { name, preferredModel, locale } }: UpdateProfile): Promise<void> {
    const changed = await this.database.query(
      NO_TENANT,
      sql`
        UPDATE identity.users SET updated_at = ${this.clock.now()}, name = coalesce(${name ?? null}, name),
          preferred_model = CASE WHEN ${preferredModel === undefined} THEN preferred_model ELSE ${preferredModel ?? null} END,
          locale = CASE WHEN ${locale === undefined} THEN locale ELSE ${locale ?? null} END
        WHERE id = ${userId} AND deleted_at IS NULL
        RETURNING 1`,
    );
    this.users.forget(userId);
    if (changed.length === 0) throw sessionEnded();
  }
}
