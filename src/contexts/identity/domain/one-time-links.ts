export type LinkPurpose = 'magic_link' | 'password_reset';

const MINUTE_MS = 60_000;
export const LINK_MINUTES: Readonly<Record<LinkPurpose, number>> = { magic_link: 15, password_reset: 10 };
/** Nobody's mailbox can be flooded: beyond these, nothing is sent. */
export const MOST_LINKS = 3;
export const LINKS_COUNT_MS = 15 * MINUTE_MS;
/** After so many wrong codes of a second factor a link is no longer good. */
export const MOST_CODES = 5;

export interface NewLink {
  readonly id: string;
  readonly purpose: LinkPurpose;
  /** As it was typed in; whether or not it has an account. */
  readonly email: string;
  /** The person with that address: they get a mail. */
  readonly recipient: { readonly userId: string; readonly email: string } | null;
}

export interface GoodLink {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly securityVersion: number;
}

/** Each is a row; the secret that opens it exists only in the mail. */
export abstract class OneTimeLinks {
  /** Does the same work whether the address is known or not. Beyond the limit nothing happens. */
  abstract issue(link: NewLink): Promise<void>;
  /** Null when the secret is not ours, was used before or has expired. */
  abstract find(purpose: LinkPurpose, secret: string): Promise<GoodLink | null>;
  /** Counts the code of a second factor before it is checked; false when the link has had enough of them. */
  abstract countCode(linkId: string): Promise<boolean>;
  /** Of all who try at once it is true for one. Following the link also proves that the address is the person's. */
  abstract use(linkId: string): Promise<boolean>;
}

export function linkExpiry(purpose: LinkPurpose, now: Date): Date {
  return new Date(now.getTime() + LINK_MINUTES[purpose] * MINUTE_MS);
}
