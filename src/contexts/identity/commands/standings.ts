import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { notAMember } from '../../../platform/security/refusals';
import { ListMemberships } from '../../tenancy/contracts/list-memberships.query';
import { NOWHERE, type Standing } from './session-grants';

/** Where a new session stands. */
@Injectable()
export class Standings {
  constructor(private readonly queries: QueryBus) {}

  /** Without a wish, in the workspace of the longest-standing membership. */
  async of(userId: string, wanted: string | null): Promise<Standing> {
    const memberships = await this.queries.execute(new ListMemberships(userId));
    if (!wanted) return memberships[0] ?? NOWHERE;
    const membership = memberships.find(({ workspaceId }) => workspaceId === wanted.toLowerCase());
    if (!membership) throw notAMember();
    return membership;
  }
}
