import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql } from '../../../platform/database/sql';
import { SecretBox } from '../../../platform/security/secret-box';
import { DescribeAgent } from '../../agent/contracts/describe-agent.query';
import { type ChannelKind } from '../domain/channel-adapter';
import { ChannelAdapters } from '../domain/channel-adapters';
import { nameTaken, unknownAgent } from '../domain/channel-errors';
import { changedCredentials, type GivenCredentials } from '../domain/credential-rules';
import { credentialFieldsOf } from './channel-fields';
import { closeCredentials, namesOf, openCredentials } from './channel-secrets';

export interface ChannelChange {
  readonly name?: string;
  readonly agent?: string;
  readonly defaultModel?: string | null;
  readonly idleMinutes?: number;
  readonly credentials?: GivenCredentials;
  readonly dropFormerSecrets?: boolean;
}

interface KnownChannel {
  readonly kind: ChannelKind;
  readonly sealed: Buffer;
  readonly version: number;
}

export class UpdateChannel extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly channelId: string,
    readonly change: ChannelChange,
  ) {
    super();
  }
}

@CommandHandler(UpdateChannel)
export class UpdateChannelHandler implements ICommandHandler<UpdateChannel> {
  constructor(
    private readonly database: Database,
    private readonly adapters: ChannelAdapters,
    private readonly queries: QueryBus,
    private readonly box: SecretBox,
  ) {}

  async execute({ workspaceId, channelId: id, change }: UpdateChannel): Promise<void> {
    const { kind, sealed, version } = await this.find(workspaceId, id);
    const { name = null, agent = null, defaultModel, idleMinutes = null } = change;
    if (agent !== null && !(await this.queries.execute(new DescribeAgent(workspaceId, agent))))
      throw unknownAgent(agent);
    const credentials = changedCredentials(
      credentialFieldsOf(this.adapters, kind),
      change.credentials ?? {},
      openCredentials(this.box, workspaceId, id, sealed),
      change.dropFormerSecrets ?? false,
    );
    const { names, rotating } = namesOf(credentials);
    const row = sql`
      WITH changed AS (
        UPDATE channels.channels SET name = coalesce(${name}, name), agent = coalesce(${agent}, agent),
          default_model = CASE WHEN ${defaultModel !== undefined} THEN ${defaultModel ?? null} ELSE default_model END,
          idle_minutes = coalesce(${idleMinutes}::int, idle_minutes), credential_names = ${names},
          rotating_names = ${rotating}, credentials = ${closeCredentials(this.box, workspaceId, id, credentials)},
          updated_at = now(), version = version + 1
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND version = ${version} RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM changed`;
    const detail = { newSecrets: change.credentials !== undefined };
    const act = audited({ action: 'channels.channel_updated', subject: { kind: 'channel', id }, detail });
    await this.database.batch(workspaceId, [row, act]).catch((error: unknown) => {
      throw violatedConstraint(error) === 'channels_name' ? nameTaken(name ?? '') : error;
    });
  }

  private async find(workspaceId: string, id: string): Promise<KnownChannel> {
    const [known] = await this.database.query<KnownChannel & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT kind, credentials AS sealed, version FROM channels.channels
        WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!known) throw notFound('channel');
    return known;
  }
}
