import { Injectable } from '@nestjs/common';
import { Database } from '../../../../../platform/database/database';
import { sql } from '../../../../../platform/database/sql';
import { SafeHttp } from '../../../../../platform/outbound/safe-http';
import { SecretBox } from '../../../../../platform/security/secret-box';
import { openSecrets } from '../../../commands/tool-secrets';
import { type HttpToolFacts } from '../../../domain/own-tools';
import { type Tool } from '../../../domain/tool-registry';
import { ToolSource } from '../composed.tool-registry';
import { HttpTool } from './http.tool';

/** Read each time: what was taken away or changed a moment ago is not used any more. */
@Injectable()
export class PostgresHttpTools extends ToolSource {
  constructor(
    private readonly database: Database,
    private readonly http: SafeHttp,
    private readonly box: SecretBox,
  ) {
    super();
  }

  async find(workspaceId: string, names: readonly string[]): Promise<readonly Tool[]> {
    const rows = await this.database.query<HttpToolFacts & { id: string; secretBox: Buffer | null }>(
      workspaceId,
      sql`
        SELECT id, name, description, method, url, headers, secret_box AS "secretBox", input_schema AS "inputSchema",
          allowed_hosts AS "allowedHosts", roles, requires_approval AS "requiresApproval", timeout_ms AS "timeoutMs"
        FROM agent.http_tools WHERE workspace_id = ${workspaceId} AND name = ANY (${names}::text[])`,
    );
    return rows.map(({ id, secretBox, ...facts }) => {
      const secrets = () => openSecrets(this.box, workspaceId, id, secretBox);
      return new HttpTool(facts, secrets, this.http);
    });
  }
}
