import { type InviteLink } from './invites';

/** The secret that a mail carries. It is stored nowhere: the link it stands for says whether it is still good. */
export abstract class InviteTokens {
  abstract seal(link: InviteLink): string;
  /** Null when it is not one of ours. */
  abstract open(token: string): InviteLink | null;
}
