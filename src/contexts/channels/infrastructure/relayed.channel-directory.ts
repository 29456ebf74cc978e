import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { BriefMemory } from '../../../platform/security/brief-memory';
import { ChannelDirectory } from '../domain/channel-directory';

/** A channel never moves to another workspace; what is remembered is that one does not exist. */
const REMEMBER_MS = 5_000;
const MOST_REMEMBERED = 10_000;

@Injectable()
export class RelayedChannelDirectory extends ChannelDirectory {
  private readonly memory: BriefMemory<string | null>;

  constructor(
    private readonly relay: RelayDatabase,
    clock: Clock,
  ) {
    super();
    this.memory = new BriefMemory(clock, REMEMBER_MS, MOST_REMEMBERED);
  }

  workspaceOf(channelId: string): Promise<string | null> {
    return this.memory.recall(channelId, async () => {
      const [found] = await this.relay.query<{ workspaceId: string }>(
        sql`SELECT workspace_id AS "workspaceId" FROM channels.channels WHERE id = ${channelId}`,
      );
      return found?.workspaceId ?? null;
    });
  }
}
