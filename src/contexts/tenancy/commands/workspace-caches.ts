import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Cache } from '../../../platform/cache/cache';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { FindWorkspace } from '../contracts/find-workspace.query';
import { KNOWN_WORKSPACE } from '../queries/known-workspace';

/** For the moment after the commit of a change: what was remembered of the workspace is true no more. */
@Injectable()
export class WorkspaceCaches {
  constructor(
    private readonly cache: Cache,
    private readonly directory: SessionDirectory,
    private readonly queries: QueryBus,
  ) {}

  /** Reads it again too, so that the next who asks need not wait for the database. */
  async renew(workspaceId: string, members: readonly string[] = []): Promise<void> {
    this.cache.forget(KNOWN_WORKSPACE, workspaceId);
    this.directory.forgetWorkspace(workspaceId);
    for (const userId of members) this.directory.forgetMember(userId, workspaceId);
    await this.queries.execute(new FindWorkspace(workspaceId));
  }
}
