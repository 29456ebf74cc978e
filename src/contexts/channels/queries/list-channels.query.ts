import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { PublicUrls } from '../../../platform/mail/public-urls';
import { type ChannelRow, viewOf } from './channel-row';
import { type ChannelView } from './channel.view';

export class ListChannels extends Query<Page<ChannelView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListChannels)
export class ListChannelsHandler implements IQueryHandler<ListChannels> {
  constructor(
    private readonly database: Database,
    private readonly urls: PublicUrls,
  ) {}

  async execute({ workspaceId, page }: ListChannels): Promise<Page<ChannelView>> {
    const rows = await this.database.query<ChannelRow & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, kind, name, agent, default_model AS "defaultModel", idle_minutes AS "idleMinutes",
          credential_names AS names, rotating_names AS rotating, created_at AS "createdAt", updated_at AS "updatedAt"
        FROM channels.channels WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(
      rows.map((row) => viewOf(row, this.urls)),
      page.limit,
    );
  }
}
