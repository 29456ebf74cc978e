import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { PublicUrls } from '../../../platform/mail/public-urls';
import { type ChannelRow, viewOf } from './channel-row';
import { type ChannelView } from './channel.view';

export class GetChannel extends Query<ChannelView> {
  constructor(
    readonly workspaceId: string,
    readonly channelId: string,
  ) {
    super();
  }
}

@QueryHandler(GetChannel)
export class GetChannelHandler implements IQueryHandler<GetChannel> {
  constructor(
    private readonly database: Database,
    private readonly urls: PublicUrls,
  ) {}

  async execute({ workspaceId, channelId }: GetChannel): Promise<ChannelView> {
    const [row] = await this.database.query<ChannelRow & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, kind, name, agent, default_model AS "defaultModel", idle_minutes AS "idleMinutes",
          credential_names AS names, rotating_names AS rotating, created_at AS "createdAt", updated_at AS "updatedAt"
        FROM channels.channels WHERE workspace_id = ${workspaceId} AND id = ${channelId}`,
    );
    if (!row) throw notFound('channel');
    return viewOf(row, this.urls);
  }
}
