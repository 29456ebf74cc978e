import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { Database, NO_TENANT } from '../database/database';
import { type AuditRow } from './audit-row';
import { headOf, stretchOf } from './audit-statements';
import { type AuditVerificationView } from './audit-verification.view';
import { ChainWalk, type KnownState } from './chain-walk';

const ROWS_AT_ONCE = 1_000;

/** Makes every hash of a log again, and so finds what was changed, removed, put in or moved since. */
@Injectable()
export class AuditVerification {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async verify(workspaceId: string | null, known: KnownState | null): Promise<AuditVerificationView> {
    const walk = new ChainWalk(known);
    const head = await this.headOf(workspaceId);
    await this.follow(walk, workspaceId, head.entries);
    const firstBroken = walk.firstBroken(head);
    return {
      valid: firstBroken === null,
      entries: walk.entries,
      firstBroken,
      lastHash: walk.lastHash,
      checkedAt: this.clock.now(),
    };
  }

  private async follow(walk: ChainWalk, workspaceId: string | null, entries: number): Promise<void> {
    for (let after = 0; after < entries; after += ROWS_AT_ONCE) {
      const upTo = Math.min(after + ROWS_AT_ONCE, entries);
      const rows = await this.database.query<AuditRow>(
        workspaceId ?? NO_TENANT,
        stretchOf(workspaceId, after, upTo),
      );
      if (!rows.every((row) => walk.step(row)) || walk.entries < upTo) return;
    }
  }

  private async headOf(workspaceId: string | null) {
    const [head] = await this.database.query<{ entries: number; hash: Buffer; last: number } | Empty>(
      workspaceId ?? NO_TENANT,
      headOf(workspaceId),
    );
    return { entries: head?.entries ?? 0, hash: head?.hash ?? null, last: head?.last ?? 0 };
  }
}

interface Empty {
  readonly entries: null;
  readonly hash: null;
  readonly last: number | null;
}
