import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { SecretBox } from '../../../platform/security/secret-box';
import { MOST_TOOLS } from '../contracts/tool-limits';
import { type Headers, type HttpToolFacts } from '../domain/own-tools';
import { hostOf, HttpToolRules } from './http-tool-rules';
import { nameTaken, tooMany } from './own-tool-errors';
import { closeSecrets } from './tool-secrets';

export interface NewHttpTool extends Omit<HttpToolFacts, 'allowedHosts'> {
  readonly id: string;
  readonly allowedHosts: readonly string[] | null;
  readonly secretHeaders: Headers;
  readonly createdBy: string | null;
}

export class CreateHttpTool extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly tool: NewHttpTool,
  ) {
    super();
  }
}

/** Repeatable under the same id. */
@CommandHandler(CreateHttpTool)
export class CreateHttpToolHandler implements ICommandHandler<CreateHttpTool> {
  constructor(
    private readonly database: Database,
    private readonly rules: HttpToolRules,
    private readonly box: SecretBox,
  ) {}

  async execute({ workspaceId, tool: { secretHeaders, ...wanted } }: CreateHttpTool): Promise<void> {
    const { id, createdBy } = wanted;
    const tool = { ...wanted, allowedHosts: wanted.allowedHosts ?? [hostOf(wanted.url)] };
    this.rules.check(tool, secretHeaders);
    const secrets = closeSecrets(this.box, workspaceId, id, secretHeaders);
    const row = sql`
      WITH made AS (
        INSERT INTO agent.http_tools
          (workspace_id, id, name, description, method, url, headers, secret_names, secret_box, input_schema,
           allowed_hosts, roles, requires_approval, timeout_ms, created_by)
        SELECT ${workspaceId}, ${id}, ${tool.name}, ${tool.description}, ${tool.method}, ${tool.url},
          ${JSON.stringify(tool.headers)}::jsonb, ${secrets.names}, ${secrets.box},
          ${JSON.stringify(tool.inputSchema)}::jsonb, ${tool.allowedHosts}, ${tool.roles}, ${tool.requiresApproval},
          ${tool.timeoutMs}, ${createdBy}
        WHERE (SELECT count(*) FROM agent.http_tools WHERE workspace_id = ${workspaceId}) < ${MOST_TOOLS}
        ON CONFLICT (workspace_id, id) DO NOTHING RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM made`;
    const subject = { kind: 'tool', id };
    const detail = { host: hostOf(tool.url), method: tool.method };
    const made = this.database
      .batch(workspaceId, [row, audited({ action: 'agent.tool_created', subject, detail })])
      .catch((error: unknown) => {
        throw violatedConstraint(error) === 'http_tools_name' ? nameTaken(tool.name) : error;
      });
    if (!(await wins(made)) && !(await this.isKnown(workspaceId, id))) throw tooMany('tools', MOST_TOOLS);
  }

  private async isKnown(workspaceId: string, id: string): Promise<boolean> {
    const known = await this.database.query(
      workspaceId,
      sql`SELECT 1 FROM agent.http_tools WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    return known.length > 0;
  }
}
