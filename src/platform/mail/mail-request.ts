import { uuidv7 } from '../../kernel/ids';
import { sql, type Statement } from '../database/sql';
import { MailRequested } from './mail-requested.event';

export interface NewMail {
  /** Where the same mail may be asked for once more: the second row then violates mails_pkey. */
  readonly id?: string;
  /** Null for mail about a person's account. It must be the scope of the transaction. */
  readonly workspaceId: string | null;
  /** Names the template. */
  readonly kind: string;
  readonly to: string;
  /** What the template needs: ids and words to show, never a secret. */
  readonly params: Readonly<Record<string, string>>;
}

/** The row and the event that make a mail certain to be sent: both belong into the transaction of its cause. */
export function requestMail({ id = uuidv7(), workspaceId, kind, to, params }: NewMail): {
  readonly row: Statement;
  readonly event: MailRequested;
} {
  return {
    row: sql`
      INSERT INTO platform.mails (id, workspace_id, kind, recipient, params)
      VALUES (${id}, ${workspaceId}, ${kind}, ${to}, ${JSON.stringify(params)})`,
    event: new MailRequested(workspaceId, id),
  };
}
