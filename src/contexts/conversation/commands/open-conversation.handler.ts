import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { OpenConversation } from '../contracts/open-conversation.command';

@CommandHandler(OpenConversation)
export class OpenConversationHandler implements ICommandHandler<OpenConversation> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, conversation }: OpenConversation): Promise<void> {
    const { id, title, channel, startedBy } = conversation;
    const now = this.clock.now();
    await this.database.query(
      workspaceId,
      sql`
        INSERT INTO conversation.conversations (workspace_id, id, title, channel, started_by, created_at, updated_at)
        VALUES (${workspaceId}, ${id}, ${title}, ${channel}, ${startedBy}, ${now}, ${now})
        ON CONFLICT DO NOTHING`,
    );
  }
}
