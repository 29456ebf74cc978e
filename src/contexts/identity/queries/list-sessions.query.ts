import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { Shown } from '../../../platform/http/view-fields';

export class SessionView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  id!: string;

  @Shown({ example: true, description: 'Whether this request came with it.' })
  current!: boolean;

  @Shown({ example: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', nullable: true })
  device!: string | null;

  @Shown({ example: '203.0.113.7', nullable: true, description: 'From where it was last refreshed.' })
  address!: string | null;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-21T10:45:00.000Z', description: 'To within five minutes.' })
  lastUsedAt!: Date;

  @Shown({ example: '2026-11-28T10:45:00.000Z', description: 'Unless it is refreshed before.' })
  expiresAt!: Date;

  @Shown({ example: false, description: 'Whether a second factor was shown in it.' })
  isStrong!: boolean;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11',
    nullable: true,
    description: 'Where it stands.',
  })
  workspaceId!: string | null;
}

export class ListSessions extends Query<Page<SessionView>> {
  constructor(
    readonly userId: string,
    readonly sessionId: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListSessions)
export class ListSessionsHandler implements IQueryHandler<ListSessions> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A session whose last token has expired can do nothing any more, whatever its own end would be. */
  async execute({ userId, sessionId, page }: ListSessions): Promise<Page<SessionView>> {
    const now = this.clock.now();
    const rows = await this.database.query<SessionView & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT session.id, session.id = ${sessionId} AS current, user_agent AS device, address,
          created_at AS "createdAt", last_used_at AS "lastUsedAt", token.expires_at AS "expiresAt",
          is_strong AS "isStrong", active_workspace_id AS "workspaceId"
        FROM identity.sessions AS session
        JOIN identity.refresh_tokens AS token ON token.session_id = session.id AND rotated_at IS NULL
        WHERE user_id = ${userId} AND ended_at IS NULL AND token.expires_at > ${now}
          AND session.id < ${decodeCursor(page.cursor)}
        ORDER BY session.id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
