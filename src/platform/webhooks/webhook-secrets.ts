import { Injectable } from '@nestjs/common';
import { audited } from '../audit/audited';
import { Database } from '../database/database';
import { sql } from '../database/sql';
import { DerivedSecrets } from '../security/derived-secrets';
import { type WebhookSecretView } from './webhook-secret.view';

interface Generation {
  readonly number: number;
  /** Null: there is none before it that still signs. */
  readonly formerUntil: Date | null;
}

const FIRST: Generation = { number: 1, formerUntil: null };
const FORMER_SIGNS_HOURS = 24;

/** What receivers verify webhooks with: stored nowhere, derived from the server's secret and the generation. */
@Injectable()
export class WebhookSecrets {
  constructor(
    private readonly database: Database,
    private readonly derived: DerivedSecrets,
  ) {}

  async show(workspaceId: string): Promise<WebhookSecretView> {
    const { number, formerUntil } = await this.generation(workspaceId);
    const shown = (generation: number) =>
      `whsec_${this.secretsOf(workspaceId, generation)[0]!.toString('base64')}`;
    return {
      secret: shown(number),
      formerSecret: formerUntil && shown(number - 1),
      formerSecretUntil: formerUntil,
    };
  }

  async rotate(workspaceId: string): Promise<void> {
    const next = sql`
      INSERT INTO platform.webhook_secrets AS known (workspace_id, generation, rotated_at)
      VALUES (${workspaceId}, ${FIRST.number + 1}, now())
      ON CONFLICT (workspace_id) DO UPDATE SET generation = known.generation + 1, rotated_at = now()`;
    const subject = { kind: 'workspace', id: workspaceId };
    await this.database.batch(workspaceId, [
      next,
      audited({ action: 'platform.webhook_secret_rotated', subject }),
    ]);
  }

  /** Also those that come from former secrets of the server: receivers still know them. */
  async signing(workspaceId: string): Promise<Buffer[]> {
    const { number, formerUntil } = await this.generation(workspaceId);
    const generations = formerUntil ? [number, number - 1] : [number];
    return generations.flatMap((generation) => this.secretsOf(workspaceId, generation));
  }

  private secretsOf(workspaceId: string, generation: number): Buffer[] {
    return this.derived.of('webhooks', `${workspaceId} ${generation}`);
  }

  private async generation(workspaceId: string): Promise<Generation> {
    const [known] = await this.database.query<Generation & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT generation AS number, CASE WHEN former_until > now() THEN former_until END AS "formerUntil"
        FROM (
          SELECT generation, rotated_at + make_interval(hours => ${FORMER_SIGNS_HOURS}) AS former_until
          FROM platform.webhook_secrets WHERE workspace_id = ${workspaceId}) AS rotated`,
    );
    return known ?? FIRST;
  }
}
