import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error';
import { Database, NO_TENANT } from '../database/database';
import { appendTo } from './audited';
import { type PendingAct } from './repeated-acts';

const AT_ONCE = 100;

/** Writes acts into the logs that they join, a log at a time: two at once could wait for each other. */
@Injectable()
export class AuditWriter {
  private readonly logger = new Logger(AuditWriter.name);

  constructor(private readonly database: Database) {}

  /** Answers what could not be written for now. */
  async write(acts: readonly PendingAct[]): Promise<PendingAct[]> {
    const left: PendingAct[] = [];
    for (const [workspaceId, own] of byLog(acts)) {
      for (let from = 0; from < own.length; from += AT_ONCE) {
        const some = own.slice(from, from + AT_ONCE);
        if (!(await this.append(workspaceId, some))) left.push(...some);
      }
    }
    return left;
  }

  private async append(workspaceId: string | null, acts: readonly PendingAct[]): Promise<boolean> {
    try {
      await this.database.batch(
        workspaceId ?? NO_TENANT,
        acts.map(({ record }) => appendTo(record)),
      );
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unavailable') return false;
      // What PostgreSQL will never take must not hold up the rest for ever.
      this.logger.error({ err: error, entries: acts.length }, 'entries of the audit log are lost');
      return true;
    }
  }
}

function byLog(acts: readonly PendingAct[]): Map<string | null, PendingAct[]> {
  const logs = new Map<string | null, PendingAct[]>();
  for (const act of acts) {
    const own = logs.get(act.workspaceId);
    if (own) own.push(act);
    else logs.set(act.workspaceId, [act]);
  }
  return logs;
}
