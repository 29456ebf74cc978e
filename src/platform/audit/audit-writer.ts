import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error';
import { Database, NO_TENANT } from '../database/database';
import { violatedConstraint } from '../database/database-errors';
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
        left.push(...(await this.append(workspaceId, some)));
      }
    }
    return left;
  }

  private async append(workspaceId: string | null, acts: readonly PendingAct[]): Promise<PendingAct[]> {
    try {
      await this.database.batch(
        workspaceId ?? NO_TENANT,
        acts.map(({ record }) => appendTo(record)),
      );
      return [];
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unavailable') return [...acts];
      // What PostgreSQL will never take must not hold up the rest for ever, nor take it along.
      if (acts.length > 1) return this.appendEach(workspaceId, acts);
      // The connection was lost before it could say that all was written.
      if (violatedConstraint(error) === 'audit_entries_pkey') return [];
      this.logger.error({ err: error }, 'an entry of the audit log is lost');
      return [];
    }
  }

  private async appendEach(workspaceId: string | null, acts: readonly PendingAct[]): Promise<PendingAct[]> {
    const left: PendingAct[] = [];
    for (const act of acts) left.push(...(await this.append(workspaceId, [act])));
    return left;
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
