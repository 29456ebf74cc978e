import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { SecretBox } from '../../../platform/security/secret-box';
import { type Channel } from '../domain/channel';
import { openCredentials } from './channel-secrets';

type ChannelRow = Omit<Channel, 'credentials'> & { readonly sealed: Buffer };

/** Read anew each time: a secret that was withdrawn opens nothing any more. */
@Injectable()
export class OpenedChannels {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  async find(workspaceId: string, channelId: string): Promise<Channel | null> {
    const [row] = await this.database.query<ChannelRow>(
      workspaceId,
      sql`
        SELECT workspace_id AS "workspaceId", id, kind, agent, default_model AS "defaultModel",
          idle_minutes AS "idleMinutes", credentials AS sealed
        FROM channels.channels WHERE workspace_id = ${workspaceId} AND id = ${channelId}`,
    );
    if (!row) return null;
    const { sealed, ...channel } = row;
    return { ...channel, credentials: openCredentials(this.box, workspaceId, channelId, sealed) };
  }
}
