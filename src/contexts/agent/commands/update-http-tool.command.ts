import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { SecretBox } from '../../../platform/security/secret-box';
import { type Headers, type HttpToolFacts } from '../domain/own-tools';
import { hostOf, HttpToolRules } from './http-tool-rules';
import { closeSecrets } from './tool-secrets';

/** The name stays: agents know the tool by it. */
export interface HttpToolChange extends Partial<Omit<HttpToolFacts, 'name'>> {
  /** In place of all that there were. */
  readonly secretHeaders?: Headers;
}

interface KnownTool extends HttpToolFacts {
  readonly updatedAt: Date;
}

export class UpdateHttpTool extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly toolId: string,
    readonly change: HttpToolChange,
  ) {
    super();
  }
}

@CommandHandler(UpdateHttpTool)
export class UpdateHttpToolHandler implements ICommandHandler<UpdateHttpTool> {
  constructor(
    private readonly database: Database,
    private readonly rules: HttpToolRules,
    private readonly box: SecretBox,
  ) {}

  async execute({
    workspaceId,
    toolId: id,
    change: { secretHeaders, ...change },
  }: UpdateHttpTool): Promise<void> {
    const known = await this.find(workspaceId, id);
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const tool: KnownTool = { ...known, ...Object.fromEntries(given) };
    this.rules.check(tool, secretHeaders ?? {});
    // Secrets were given for one server: they do not move to another one with the address.
    if (!secretHeaders && hostOf(tool.url) !== hostOf(known.url)) secretHeaders = {};
    const secrets = secretHeaders && closeSecrets(this.box, workspaceId, id, secretHeaders);
    const row = sql`
      WITH changed AS (
        UPDATE agent.http_tools SET description = ${tool.description}, method = ${tool.method}, url = ${tool.url},
          headers = ${JSON.stringify(tool.headers)}::jsonb, input_schema = ${JSON.stringify(tool.inputSchema)}::jsonb,
          secret_names = CASE WHEN ${!!secrets} THEN ${secrets?.names ?? []}::text[] ELSE secret_names END,
          secret_box = CASE WHEN ${!!secrets} THEN ${secrets?.box ?? null}::bytea ELSE secret_box END,
          allowed_hosts = ${tool.allowedHosts}, roles = ${tool.roles}, requires_approval = ${tool.requiresApproval},
          timeout_ms = ${tool.timeoutMs}, updated_at = clock_timestamp()
        WHERE workspace_id = ${workspaceId} AND id = ${id}
          AND date_trunc('milliseconds', updated_at) = ${known.updatedAt} RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM changed`;
    const subject = { kind: 'tool', id };
    const detail = { host: hostOf(tool.url), method: tool.method };
    const act = audited({ action: 'agent.tool_updated', subject, detail });
    if (!(await wins(this.database.batch(workspaceId, [row, act])))) throw changedMeanwhile();
  }

  private async find(workspaceId: string, id: string): Promise<KnownTool> {
    const [known] = await this.database.query<KnownTool>(
      workspaceId,
      sql`
        SELECT name, description, method, url, headers, input_schema AS "inputSchema", allowed_hosts AS "allowedHosts",
          roles, requires_approval AS "requiresApproval", timeout_ms AS "timeoutMs", updated_at AS "updatedAt"
        FROM agent.http_tools WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!known) throw notFound('tool');
    return known;
  }
}

const changedMeanwhile = () =>
  new DomainError({
    kind: 'conflict',
    code: 'concurrent_change',
    detail: 'Somebody else has changed this tool at the same moment. Look at it again, then try again.',
  });
