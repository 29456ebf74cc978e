import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { SecretBox } from '../../../platform/security/secret-box';
import { DescribeAgent } from '../../agent/contracts/describe-agent.query';
import { type ChannelKind } from '../domain/channel-adapter';
import { ChannelAdapters } from '../domain/channel-adapters';
import { DEFAULT_IDLE_MINUTES } from '../domain/channel';
import { nameTaken, tooManyChannels, unknownAgent } from '../domain/channel-errors';
import { acceptedCredentials, type GivenCredentials } from '../domain/credential-rules';
import { credentialFieldsOf } from './channel-fields';
import { closeCredentials, namesOf } from './channel-secrets';

const MOST_CHANNELS = 100;

export interface NewChannel {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly agent: string;
  readonly defaultModel?: string | null;
  readonly idleMinutes?: number;
  readonly credentials: GivenCredentials;
  readonly createdBy: string;
}

/** Repeatable under the same id. */
export class CreateChannel extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly channel: NewChannel,
  ) {
    super();
  }
}

@CommandHandler(CreateChannel)
export class CreateChannelHandler implements ICommandHandler<CreateChannel> {
  constructor(
    private readonly database: Database,
    private readonly adapters: ChannelAdapters,
    private readonly queries: QueryBus,
    private readonly box: SecretBox,
  ) {}

  async execute({ workspaceId, channel }: CreateChannel): Promise<void> {
    const { id, kind, name, agent, defaultModel = null, createdBy } = channel;
    const { idleMinutes = DEFAULT_IDLE_MINUTES } = channel;
    const credentials = acceptedCredentials(credentialFieldsOf(this.adapters, kind), channel.credentials);
    if (!(await this.queries.execute(new DescribeAgent(workspaceId, agent)))) throw unknownAgent(agent);
    const sealed = closeCredentials(this.box, workspaceId, id, credentials);
    const row = sql`
      WITH made AS (
        INSERT INTO channels.channels (workspace_id, id, kind, name, agent, default_model, idle_minutes, credential_names,
          credentials, created_by)
        SELECT ${workspaceId}, ${id}, ${kind}, ${name}, ${agent}, ${defaultModel}, ${idleMinutes},
          ${namesOf(credentials).names}, ${sealed}, ${createdBy}
        WHERE (SELECT count(*) FROM channels.channels WHERE workspace_id = ${workspaceId}) < ${MOST_CHANNELS}
        ON CONFLICT (workspace_id, id) DO NOTHING RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM made`;
    const act = audited({
      action: 'channels.channel_created',
      subject: { kind: 'channel', id },
      detail: { kind },
    });
    const made = this.database.batch(workspaceId, [row, act]).catch((error: unknown) => {
      throw violatedConstraint(error) === 'channels_name' ? nameTaken(name) : error;
    });
    if (!(await wins(made)) && !(await this.isKnown(workspaceId, id))) throw tooManyChannels(MOST_CHANNELS);
  }

  private async isKnown(workspaceId: string, id: string): Promise<boolean> {
    const known = await this.database.query(
      workspaceId,
      sql`SELECT 1 FROM channels.channels WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    return known.length > 0;
  }
}
