import { Injectable } from '@nestjs/common';
import { SealedIds } from '../../../platform/security/sealed-ids';
import { InviteTokens } from '../domain/invite-tokens';
import { type InviteLink } from '../domain/invites';

const TOKEN = /^(pls_[\w-]{64})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The workspace travels along, because its rows can be read in its own name only. */
@Injectable()
export class SealedInviteTokens extends InviteTokens {
  constructor(private readonly seals: SealedIds) {
    super();
  }

  seal({ workspaceId, linkId }: InviteLink): string {
    return `${this.seals.seal(purposeOf(workspaceId), linkId)}-${workspaceId}`;
  }

  open(token: string): InviteLink | null {
    const [, sealed, workspaceId] = TOKEN.exec(token) ?? [];
    if (!sealed || !workspaceId) return null;
    const linkId = this.seals.open(purposeOf(workspaceId), sealed);
    return linkId ? { workspaceId, linkId } : null;
  }
}

function purposeOf(workspaceId: string): string {
  return `invite ${workspaceId}`;
}
