import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../../kernel/domain-error';
import { type Principal } from '../security/principal';
import { secondFactorRequired, workspaceSuspended } from '../security/refusals';
import { SessionDirectory } from '../security/session-directory';
import { type Export, Exports } from './exports';

/** A person's export is theirs alone; a workspace's is for whoever owns the workspace now. To others there is none. */
@Injectable()
export class ExportAccess {
  constructor(
    private readonly exports: Exports,
    private readonly directory: SessionDirectory,
  ) {}

  async find(principal: Principal, id: string): Promise<Export> {
    const { userId, workspaceId } = principal;
    const asked = userId && (await this.exports.find({ userId }, id));
    const found = asked || (workspaceId && (await this.exports.find(workspaceId, id)));
    if (!found || !userId) throw notFound('export');
    if (found.workspaceId) await this.refuseAtTheDoor(principal, userId, found.workspaceId);
    if (found.status === 'expired') throw expired();
    if (found.status === 'failed') throw failed();
    return found;
  }

  /** The route is open to everybody who is signed in, so what a workspace asks of its own is asked here. */
  private async refuseAtTheDoor({ isStrong }: Principal, userId: string, workspaceId: string): Promise<void> {
    if ((await this.directory.roleIn(userId, workspaceId)) !== 'owner') throw notFound('export');
    const standing = await this.directory.workspace(workspaceId);
    if (standing?.isSuspended) throw workspaceSuspended();
    if (standing?.requiresSecondFactor && !isStrong) throw secondFactorRequired();
  }
}

const expired = () =>
  new DomainError({
    kind: 'gone',
    code: 'export_expired',
    detail: 'This export has expired: ask for another.',
  });

const failed = () =>
  new DomainError({
    kind: 'gone',
    code: 'export_failed',
    detail: 'This export could not be made. The operators know of it; you may ask for another.',
  });
